/** Signing out: of this browser, of all browsers, and what the back button shows afterwards. */

import { Authenticator } from "../../steps/authenticator.ts";
import { openMenu, signIn, signOut } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";

test("after signing out neither the back button nor the old cookie shows anything", async ({ visitor, portal, request }) => {
  const { page, words } = visitor;
  const person = portal.person("ready");
  await signIn(visitor, person, new Authenticator(person.secret));
  await visitor.choose(words.appPasswords);
  await visitor.sees("Laptop");
  const token = await visitor.cookie("__Host-s");
  const left = page.waitForResponse((answer) => answer.url().endsWith("/sign-out"));
  await signOut(visitor, person);
  expect((await (await left).allHeaders())["clear-site-data"]).toBe('"cache", "cookies", "storage"');
  expect(await visitor.cookie("__Host-s")).toBe("");

  await page.goBack();
  await visitor.settled();
  await visitor.isAt(words.signIn);
  expect(await page.content()).not.toContain("Laptop");
  const answer = await request.get("/profile", { headers: { cookie: `__Host-s=${token}` }, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
});

test("another tab of the same browser is signed out too", async ({ visitor, portal, context }) => {
  const { words } = visitor;
  const person = portal.person("optional");
  await signIn(visitor, person);
  const tab = await context.newPage();
  await tab.goto("/profile");
  await expect(tab.getByRole("heading", { level: 1 })).toHaveText(words.profile);
  await signOut(visitor, person);
  await tab.getByRole("link", { name: words.appPasswords, exact: true }).last().click();
  await expect(tab.getByRole("heading", { level: 1 })).toHaveText(words.signIn);
});

test("to sign out everywhere ends every session after a question", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  const other = await anotherBrowser();
  await signIn(other, person, app);
  await signIn(visitor, person, app);

  await visitor.choose(words.everywhere);
  await visitor.isAt(words.everywhereTitle);
  await visitor.choose(words.no);
  await visitor.isAt(words.profile);
  await other.choose(words.appPasswords);
  await other.isAt(words.appPasswords);
  await other.choose(words.securityTab);

  await visitor.choose(words.everywhere);
  await visitor.press(words.yes);
  await visitor.isAt(words.signIn);
  await visitor.isTold(words.signedOutEverywhere);
  await other.choose(words.appPasswordsTab);
  await other.isAt(words.signIn);
});

test("the account menu leads to every page of the account", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("optional");
  await signIn(visitor, person);
  for (const [label, title] of [[words.security, words.security], [words.appPasswords, words.appPasswords], [words.profile, words.profile]]) {
    await openMenu(visitor, person);
    const menu = visitor.page.getByRole("banner");
    await visitor.follow(() => menu.getByRole("link", { name: label ?? "", exact: true }).click());
    await visitor.isAt(title ?? "");
    await expect(menu.locator("details")).not.toHaveAttribute("open");
  }
});
