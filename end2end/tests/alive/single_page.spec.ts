/** Once alive, the portal is a single page: links and forms change it without loading a new document. */

import { Authenticator } from "../../steps/authenticator.ts";
import { givePassword, openMenu, signIn } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";
import type { Visitor } from "../../steps/visitor.ts";

/** Leaves a mark on the document that a new one would not have. */
async function mark(visitor: Visitor): Promise<() => Promise<boolean>> {
  const { page } = visitor;
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  return () => page.evaluate(() => "sameDocument" in window);
}

test("links and forms keep the document", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  await visitor.open("/sign-in");
  const same = await mark(visitor);
  await givePassword(visitor, { user: person.user, password: "not the password" });
  await visitor.isRefused(words.signIn, words.wrongCredentials);
  await givePassword(visitor, person);
  await visitor.isAt(words.secondStep);
  await visitor.field(words.code).fill(await new Authenticator(person.secret).code());
  await visitor.press(words.verify);
  await visitor.isAt(words.profile);
  await visitor.choose(words.security);
  await visitor.choose(words.appPasswordsTab);
  await visitor.choose(words.help);
  await visitor.press(words.otherLanguage);
  await expect(visitor.page.locator("html")).toHaveAttribute("lang", "nl");
  expect(await same()).toBe(true);
});

test("back and forward show the pages as they were gone through, with address and title", async ({ visitor, portal }) => {
  const { page, words } = visitor;
  await signIn(visitor, portal.person("optional"));
  const same = await mark(visitor);
  await visitor.choose(words.security);
  await visitor.choose(words.appPasswordsTab);
  await visitor.isAt(words.appPasswords);
  await visitor.follow(async () => void (await page.goBack()));
  await visitor.isAt(words.security);
  await expect(page).toHaveURL("/security");
  await visitor.follow(async () => void (await page.goBack()));
  await visitor.isAt(words.profile);
  await visitor.follow(async () => void (await page.goForward()));
  await visitor.isAt(words.security);
  expect(await same()).toBe(true);
  await page.reload();
  await visitor.settled();
  await visitor.isAt(words.security);
});

test("back leads to where a page was scrolled to", async ({ visitor }) => {
  const { page, words } = visitor;
  await page.setViewportSize({ width: 375, height: 500 });
  await visitor.open("/help");
  await visitor.link(words.toSecurity).scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => window.scrollY);
  expect(place).toBeGreaterThan(500);
  await visitor.choose(words.toSecurity);
  await visitor.isAt(words.signIn);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await visitor.follow(async () => void (await page.goBack()));
  await visitor.isAt(words.help);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(place);
});

test("a new page is announced and takes the focus", async ({ visitor, portal }) => {
  const { page, words } = visitor;
  await signIn(visitor, portal.person("optional"));
  await visitor.choose(words.security);
  const voice = page.locator("body > [role=status][aria-live=polite]");
  await expect(voice).toHaveText(`${words.security} - Proofup`);
  await expect(page.locator("main")).toBeFocused();
  await visitor.choose(words.appPasswordsTab);
  await expect(voice).toHaveText(`${words.appPasswords} - Proofup`);
});

test("a click with Ctrl opens a tab of its own", async ({ visitor, context }) => {
  const { words } = visitor;
  await visitor.open("/sign-in");
  const tab = context.waitForEvent("page");
  await visitor.link(words.help).click({ modifiers: ["ControlOrMeta"] });
  await expect((await tab).getByRole("heading", { level: 1 })).toHaveText(words.help);
  await visitor.isAt(words.signIn);
});

test("a double click on Next makes one app password", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  await signIn(visitor, person, new Authenticator(person.secret));
  await visitor.open("/app-passwords/create");
  await visitor.field(words.name).fill("Twice");
  await visitor.follow(() => visitor.button(words.next).dblclick());
  await visitor.isAt(words.createdTitle);
  await visitor.press(words.close);
  await expect(visitor.page.getByRole("rowheader")).toHaveCount(3);
  await expect(visitor.page.getByRole("rowheader", { name: /^Twice/ })).toHaveCount(1);
});

test("without a connection the page says so, keeps what was typed, and works again afterwards", async ({ visitor, portal, context, guard }) => {
  const { page, words } = visitor;
  const person = portal.person("ready");
  await signIn(visitor, person, new Authenticator(person.secret));
  await visitor.choose(words.appPasswords);
  await visitor.choose(words.create);
  await visitor.field(words.name).fill("On the train");
  guard.expect(/request failed: POST \S+\/app-passwords\/create net::ERR_INTERNET_DISCONNECTED/, /Failed to load resource: net::ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await visitor.button(words.next).click();
  await expect(page.getByRole("alert")).toContainText(words.offline);
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(visitor.field(words.name)).toHaveValue("On the train");
  await expect(visitor.button(words.next)).toBeEnabled();
  await context.setOffline(false);
  await visitor.press(words.next);
  await visitor.isAt(words.createdTitle);
  await visitor.sees("On the train");
});

test("a link that is followed while another is on its way wins", async ({ visitor, portal, guard }) => {
  const { page, words } = visitor;
  await signIn(visitor, portal.person("optional"));
  guard.expect(/request failed: GET \S+\/security net::ERR_ABORTED/);
  let release = (): void => undefined;
  const held = new Promise<void>((done) => (release = done));
  await page.route("**/security", async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await visitor.link(words.security).click();
  await expect(page.locator("html[data-loading]")).toBeAttached();
  await visitor.choose(words.appPasswords);
  await visitor.isAt(words.appPasswords);
  release();
  await visitor.choose(words.help);
  await visitor.isAt(words.help);
});

test("the account menu closes with Escape and with a click elsewhere", async ({ visitor, portal }) => {
  const { page } = visitor;
  const person = portal.person("optional");
  await signIn(visitor, person);
  const menu = page.getByRole("banner").locator("details");
  await openMenu(visitor, person);
  await expect(menu).toHaveAttribute("open");
  await page.keyboard.press("Escape");
  await expect(menu).not.toHaveAttribute("open");
  await expect(menu.locator("summary")).toBeFocused();
  await openMenu(visitor, person);
  await expect(menu).toHaveAttribute("open");
  await page.getByRole("heading", { level: 1 }).click();
  await expect(menu).not.toHaveAttribute("open");
});
