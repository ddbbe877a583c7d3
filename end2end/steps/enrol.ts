/** The wizard of the first sign-in, one function for each screen. */

import { expect } from "@playwright/test";

import { Authenticator, scan } from "./authenticator.ts";
import { giveCode } from "./sign_in.ts";
import type { Visitor } from "./visitor.ts";

/** From the gate to the QR picture. */
export async function chooseApp(visitor: Visitor): Promise<void> {
  const { words } = visitor;
  await visitor.press(words.setItUp);
  await visitor.isAt(words.contact);
  await visitor.field(words.contact).selectOption({ label: words.contacts[0] ?? "" });
  await visitor.page.getByRole("radio", { name: words.useCode }).check();
  await visitor.press(words.setUp);
  await visitor.isAt(words.configure);
}

/**
 * Scans the picture on the page. The Code and the URL below it must say the same, because people whose
 * camera does not work type those.
 */
export async function scanPicture(visitor: Visitor, account: string): Promise<Authenticator> {
  const { page } = visitor;
  const url = await scan(await page.locator(".qr svg").screenshot());
  expect(url.protocol).toBe("otpauth:");
  expect(url.host).toBe("totp");
  expect(decodeURIComponent(url.pathname)).toContain(account);
  expect(url.searchParams.get("issuer")).toBe("Example Organisation");
  const secret = url.searchParams.get("secret") ?? "";
  expect(secret).toMatch(/^[A-Z2-7]{32,}$/);
  const typed = await page.locator("#key").innerText();
  expect(typed.replaceAll(" ", "")).toBe(secret);
  await expect(page.locator("#url")).toHaveText(url.href);
  return new Authenticator(secret);
}

/** "Done" below the picture, then "Contact me": to the box for the code. */
export async function toTest(visitor: Visitor): Promise<void> {
  const { words } = visitor;
  await visitor.press(words.done);
  await visitor.isAt(words.contact);
  await visitor.isTold(words.configured);
  await visitor.press(words.contactMe);
  await visitor.isAt(words.test);
}

/** From the code to the profile, leaving the backup number out. Answers the app password. */
export async function finish(visitor: Visitor, code: string): Promise<string> {
  const { words } = visitor;
  await giveCode(visitor, code);
  await visitor.isAt(words.verified);
  await visitor.press(words.close);
  await visitor.isAt(words.backup);
  await visitor.press(words.skipStep);
  await visitor.isAt(words.lastStep(4));
  const value = await shownAppPassword(visitor);
  await visitor.press(words.done);
  await visitor.isAt(words.profile);
  return value;
}

/** The app password on the page: sixteen letters, shown in four groups of four. */
export async function shownAppPassword(visitor: Visitor): Promise<string> {
  const groups = await visitor.page.locator("#app-password .secret__group").allInnerTexts();
  expect(groups).toHaveLength(4);
  for (const group of groups) expect(group).toMatch(/^[a-z]{4}$/);
  return groups.join("");
}

/** The whole wizard, the short way. */
export async function enrol(visitor: Visitor, account: string): Promise<{ app: Authenticator; appPassword: string }> {
  await chooseApp(visitor);
  const app = await scanPicture(visitor, account);
  await toTest(visitor);
  const appPassword = await finish(visitor, await app.code());
  return { app, appPassword };
}
