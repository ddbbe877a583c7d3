/**
 * Every screen in English, in light and dark, narrow and wide, and in Dutch narrow: no violation of WCAG 2.2 A
 * and AA that axe can find, and nothing to scroll sideways for on the smallest screen.
 */

import axe from "axe-core";

import { expect, test } from "../../steps/test.ts";
import { walks } from "../../steps/tour.ts";
import type { Visitor } from "../../steps/visitor.ts";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const language of ["en", "nl"] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });
    for (const [name, walk] of Object.entries(walks)) {
      test(`${name}: every screen is accessible and fits`, async ({ visitor, guard }) => {
        test.setTimeout(300_000);
        guard.expect(/status of 40[45] /);
        const found: string[] = [];
        await walk(visitor, async (screen) => {
          // Colours and the wide layout are the same in both languages; words are longest in Dutch and narrow.
          const [schemes, widths] = language === "en" ? [["light", "dark"] as const, [1280, 375]] : [["light"] as const, [375]];
          for (const colorScheme of schemes) {
            await visitor.page.emulateMedia({ colorScheme });
            for (const width of widths) {
              await visitor.page.setViewportSize({ width, height: 800 });
              for (const line of await violations(visitor)) found.push(`${screen}, ${colorScheme}, ${width}: ${line}`);
            }
          }
          await visitor.page.setViewportSize({ width: 320, height: 640 });
          const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
          if (wide > 320) found.push(`${screen}: ${wide} pixels wide on a screen of 320`);
          await visitor.page.setViewportSize({ width: 1280, height: 800 });
        });
        expect(found).toEqual([]);
      });
    }
  });
}

/** What axe finds on the page as it stands. */
async function violations({ page }: Visitor): Promise<string[]> {
  // Handing it over is ten times as slow as running it, and the document often stays.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const results = await axe.run(document, {
      runOnly: { type: "tag", values: tags },
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"],
    });
    if (results.passes.length < 10) throw new Error("axe looked at almost nothing");
    return results.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
  }, TAGS);
}
