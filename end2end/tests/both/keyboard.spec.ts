/** From the sign-in to an app password without a mouse: Tab, Enter and Space only. */

import type { Page } from "@playwright/test";

import { Authenticator } from "../../steps/authenticator.ts";
import { shownAppPassword } from "../../steps/enrol.ts";
import { expect, test } from "../../steps/test.ts";

/** What has the focus: its role-giving tag and its name as a screen reader would say it. */
async function focused(page: Page): Promise<{ tag: string; name: string; ring: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const label = element.id ? document.querySelector(`label[for="${element.id}"]`) : null;
    const name = (label?.textContent ?? element.textContent ?? "").replaceAll(/\s+/g, " ").trim();
    // A choice shows the ring on the box around it.
    const marked = [element, element.parentElement].map((one) => (one ? getComputedStyle(one) : undefined));
    const ring = marked.some((style) => style?.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2);
    return { tag: element.localName, name, ring };
  });
}

/** Presses Tab until the named control has the focus. Every stop on the way must show where the focus is. */
async function tabTo(page: Page, name: string, tag: string): Promise<void> {
  for (let stops = 0; stops < 40; stops += 1) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    if (here.tag === "body") continue;
    expect(here.ring, `${here.tag} “${here.name}” shows that it has the focus`).toBe(true);
    if (here.name === name && here.tag === tag) return;
  }
  throw new Error(`Tab does not lead to ${tag} “${name}”`);
}

test("from sign-in to a new app password by keyboard alone", async ({ visitor, portal, alive }) => {
  const { page, words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  await visitor.open("/sign-in");
  await tabTo(page, words.user, "input");
  await page.keyboard.type(person.user);
  await tabTo(page, words.password, "input");
  await page.keyboard.type("not the password");
  await visitor.follow(() => page.keyboard.press("Enter"));
  await visitor.isRefused(words.signIn, words.wrongCredentials);
  if (alive) await expect(page.getByRole("alert")).toBeFocused();

  await tabTo(page, words.password, "input");
  await page.keyboard.type(person.password);
  await visitor.follow(() => page.keyboard.press("Enter"));
  await visitor.isAt(words.secondStep);
  if (alive) await expect(page.locator("main")).toBeFocused();
  await tabTo(page, words.code, "input");
  await page.keyboard.type(await app.code());
  await tabTo(page, words.verify, "button");
  await visitor.follow(() => page.keyboard.press("Space"));
  await visitor.isAt(words.profile);

  await tabTo(page, words.security, "a");
  await visitor.follow(() => page.keyboard.press("Enter"));
  await visitor.isAt(words.security);
  await tabTo(page, words.appPasswordsTab, "a");
  await visitor.follow(() => page.keyboard.press("Enter"));
  await visitor.isAt(words.appPasswords);
  await tabTo(page, words.create, "a");
  await visitor.follow(() => page.keyboard.press("Enter"));
  await visitor.isAt(words.createTitle);

  await tabTo(page, words.next, "button");
  await visitor.follow(() => page.keyboard.press("Enter"));
  await visitor.isRefused(words.createTitle, words.emptyName, words.name);
  await test.step("the summary leads to the box", async () => {
    if (alive) await expect(page.getByRole("alert")).toBeFocused();
    await tabTo(page, words.emptyName, "a");
    await page.keyboard.press("Enter");
    await expect(visitor.field(words.name)).toBeFocused();
  });
  await page.keyboard.type("Desk by the window");
  await visitor.follow(() => page.keyboard.press("Enter"));
  await visitor.isAt(words.createdTitle);
  const value = await shownAppPassword(visitor);
  await tabTo(page, words.close, "button");
  await visitor.follow(() => page.keyboard.press("Space"));
  await visitor.isAt(words.appPasswords);
  expect(await portal.check(person.user, value)).toEqual({ ok: true, user: person.user });
});

test("the first stop skips to the content", async ({ visitor }) => {
  const { page, words } = visitor;
  await visitor.open("/sign-in");
  await page.keyboard.press("Tab");
  const skip = visitor.link(words.skip);
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(visitor.field(words.user)).toBeFocused();
});

test("the account menu opens and closes by keyboard", async ({ visitor, portal, alive }) => {
  const { page, words } = visitor;
  const person = portal.person("optional");
  await visitor.open("/sign-in");
  await visitor.field(words.user).fill(person.user);
  await visitor.field(words.password).fill(person.password);
  await visitor.press(words.signIn);
  await visitor.isAt(words.profile);
  await visitor.open("/profile");
  await tabTo(page, `${words.accountMenu}${person.name}`, "summary");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect((await focused(page)).name).toBe(words.profile);
  await page.keyboard.press(alive ? "Escape" : "Shift+Tab");
  expect((await focused(page)).tag).toBe("summary");
  if (!alive) await page.keyboard.press("Enter");
  await expect(page.getByRole("banner").locator("details")).not.toHaveAttribute("open");
});
