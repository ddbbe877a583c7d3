// Saves a picture of every screen: `npm run pictures -- OUTDIR`. Narrow and wide, light and dark, in
// both languages; the walks are the ones that the accessibility tests take.

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const [out] = process.argv.slice(2);
if (!out) {
  console.error("Say where to: npm run pictures -- OUTDIR");
  process.exit(2);
}
const { status } = spawnSync("npx", ["playwright", "test", "--config", "pictures.config.ts"], {
  stdio: "inherit",
  env: { ...process.env, PICTURES: resolve(process.env.INIT_CWD ?? ".", out) },
});
process.exit(status ?? 1);
