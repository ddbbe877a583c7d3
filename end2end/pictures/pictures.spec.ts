/** Takes a picture of every screen on the walks, in each combination of language, theme and width. */

import { join } from "node:path";

import { test } from "../steps/test.ts";
import { walks } from "../steps/tour.ts";

const OUT = process.env["PICTURES"] ?? "results/pictures";

test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const language of ["en", "nl"] as const) {
  test.describe(language, () => {
    test.use({ language });
    for (const [name, walk] of Object.entries(walks)) {
      test(name, async ({ visitor, guard }) => {
        test.setTimeout(300_000);
        guard.expect(/status of 40[45] /);
        let number = 0;
        await walk(visitor, async (screen) => {
          number += 1;
          for (const theme of ["light", "dark"] as const) {
            await visitor.page.emulateMedia({ colorScheme: theme });
            for (const width of [1280, 375]) {
              await visitor.page.setViewportSize({ width, height: 800 });
              const file = `${name.replaceAll(" ", "-")}-${String(number).padStart(2, "0")}-${screen}.png`;
              await visitor.page.screenshot({ path: join(OUT, language, `${width}-${theme}`, file), fullPage: true });
            }
          }
        });
      });
    }
  });
}
