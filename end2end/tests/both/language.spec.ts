/** Two languages: asked for by the address, the browser, a cookie or the account. */

import { Authenticator } from "../../steps/authenticator.ts";
import { givePassword, signIn } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";
import { Visitor } from "../../steps/visitor.ts";
import { words as both } from "../../steps/words.ts";

test("the browser's wish decides for a stranger, and the address overrules it", async ({ visitor, anotherBrowser }) => {
  const { page } = visitor;
  await visitor.open("/sign-in");
  await visitor.isAt(both.en.signIn);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await visitor.open("/sign-in?lang=nl");
  await visitor.isAt(both.nl.signIn);
  await expect(page.locator("html")).toHaveAttribute("lang", "nl");
  await visitor.open("/sign-in");
  await visitor.isAt(both.en.signIn);

  const dutch = await anotherBrowser({ locale: "nl-BE" });
  await dutch.open("/sign-in");
  await dutch.isAt(both.nl.signIn);
  await dutch.open("/sign-in?lang=en");
  await dutch.isAt(both.en.signIn);
  const german = await anotherBrowser({ locale: "de-DE" });
  await german.open("/help?lang=xx");
  await german.isAt(both.en.help);
});

test("the language button is remembered by the browser, and the form returns to its page", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.open("/help");
  await visitor.press(both.en.otherLanguage);
  await visitor.isAt("Hulp");
  expect(new URL(page.url()).pathname).toBe("/help");
  expect(await visitor.cookie("__Host-lang")).toBe("nl");
  await visitor.open("/sign-in");
  await visitor.isAt(both.nl.signIn);
  await visitor.press(both.nl.otherLanguage);
  await visitor.isAt(both.en.signIn);
});

test("the account remembers the language, also in another browser and in mail", async ({ visitor, portal, anotherBrowser, alive }) => {
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  await signIn(visitor, person, app);
  await visitor.press(both.en.otherLanguage);
  await visitor.isAt(both.nl.profile);
  await expect(visitor.page.locator("html")).toHaveAttribute("lang", "nl");
  const dutch = new Visitor(visitor.page, both.nl, alive, portal);
  await dutch.choose(both.nl.appPasswords);
  await dutch.isAt(both.nl.appPasswords);

  const other = await anotherBrowser();
  await other.open("/sign-in");
  await givePassword(other, person);
  await other.isAt(both.nl.secondStep);
  await other.field(both.nl.code).fill(await app.code());
  await other.press(both.nl.verify);
  await other.isAt(both.nl.profile);

  await dutch.choose(both.nl.create);
  await dutch.field(both.nl.name).fill("Bureau");
  await dutch.press(both.nl.next);
  await dutch.isAt(both.nl.createdTitle);
  await expect.poll(async () => (await portal.messages())[0]?.body ?? "").toContain("Bureau");
  expect((await portal.messages())[0]?.body).toContain("Dag Remy Ready");
});

test("the account decides once somebody is signed in, and the address overrules it for one page", async ({ visitor, portal }) => {
  const person = await portal.add("Nel Nederlands", { language: "nl" });
  await visitor.open("/sign-in?lang=nl");
  await visitor.isAt(both.nl.signIn);
  await visitor.open("/sign-in");
  await givePassword(visitor, person);
  await visitor.isAt(both.nl.profile);
  await visitor.open("/profile?lang=en");
  await visitor.isAt(both.en.profile);
  await visitor.open("/profile");
  await visitor.isAt(both.nl.profile);
});
