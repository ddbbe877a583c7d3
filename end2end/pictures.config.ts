/** For `npm run pictures`: the walks past every screen, with a camera. */

import base from "./playwright.config.ts";

export default {
  ...base,
  testDir: "pictures",
  projects: [{ name: "pictures", testMatch: "*.spec.ts", use: { alive: true } }],
};
