/** The pretend phone: what arrived there, and another browser in which somebody picks it up. */

import { expect } from "@playwright/test";

import type { Portal } from "./portal.ts";
import type { Visitor } from "./visitor.ts";

/** The code of the newest text, once one more has arrived than there were. */
export async function texted(portal: Portal, before = 0): Promise<string> {
  const texts = async () => (await portal.messages()).filter((message) => message.channel === "text");
  await expect.poll(async () => (await texts()).length).toBeGreaterThan(before);
  const body = (await texts())[0]?.body ?? "";
  const code = /\n@localhost #(\d{6})$/.exec(body)?.[1];
  expect(code, body).toBeDefined();
  return code ?? "";
}

/** Answers the call that rings. */
export async function answer(phone: Visitor): Promise<void> {
  await phone.openUntil("/demo/phone", phone.words.hangUp.length > 0 ? phone.words.answer : "");
  await phone.button(phone.words.answer).first().click();
  await expect(phone.button(phone.words.hangUp)).toBeVisible();
}

/** Presses keys of the call that is on the line. */
export async function press(phone: Visitor, keys: string): Promise<void> {
  for (const key of keys) {
    const label = key === "#" ? phone.words.pound : key;
    const said = phone.page.waitForResponse((response) => response.url().endsWith("/keys"));
    await phone.button(label).first().click();
    await said;
    await phone.settled();
  }
}

/** "Verify" by hand where no script runs; a page that is alive goes on by itself. */
export async function goOn(visitor: Visitor): Promise<void> {
  if (!visitor.alive) await visitor.press(visitor.words.verify);
}
