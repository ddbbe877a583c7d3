/** The clipboard, as a person would look into it: by pasting. */

import type { BrowserContext } from "@playwright/test";

/** What a paste gives, in a blank page beside the portal's. */
export async function pasted(context: BrowserContext): Promise<string> {
  const page = await context.newPage();
  await page.setContent("<textarea aria-label='paste here'></textarea>");
  const box = page.getByLabel("paste here");
  await box.press("ControlOrMeta+V");
  const text = await box.inputValue();
  await page.close();
  return text;
}
