/** "Don't ask again for X days": what it spares, what it does not, and how a browser is forgotten. */

import type { Locator } from "@playwright/test";

import { Authenticator } from "../../steps/authenticator.ts";
import type { Person } from "../../steps/portal.ts";
import { giveCode, givePassword, signOut } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";
import type { Visitor } from "../../steps/visitor.ts";

test("a trusted browser is asked for the password only, and for both before credentials change", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  await visitor.open("/sign-in");
  await givePassword(visitor, person);
  await test.step("a wrong code leaves the tick where it is and earns nothing", async () => {
    await expect(visitor.field(words.remember(14))).not.toBeChecked();
    await visitor.field(words.remember(14)).check();
    await giveCode(visitor, await app.wrong());
    await visitor.isRefused(words.secondStep, words.wrongCode, words.code);
    await expect(visitor.field(words.remember(14))).toBeChecked();
    expect(await visitor.cookie("__Host-t")).toBe("");
  });
  await giveCode(visitor, await app.code());
  await visitor.isAt(words.profile);

  await signOut(visitor, person);
  await visitor.isTold(words.signedOut);
  await givePassword(visitor, person);
  await visitor.isAt(words.profile);
  await visitor.choose(words.security);
  await visitor.isAt(words.stepUp);
  await visitor.field(words.password).fill(person.password);
  await visitor.field(words.code).fill(await app.code());
  await visitor.press(words.continue);
  await visitor.isAt(words.security);
  await expect(row(visitor)).toHaveCount(1);
  await expect(row(visitor)).toContainText(words.thisBrowser);

  await test.step("another browser is asked", async () => {
    const other = await anotherBrowser();
    await other.open("/sign-in");
    await givePassword(other, person);
    await other.isAt(words.secondStep);
  });

  await test.step("and so is this one when the days are over", async () => {
    await portal.ageTrusts(14);
    await signOut(visitor, person);
    await givePassword(visitor, person);
    await visitor.isAt(words.secondStep);
  });
});

test("one browser is forgotten, then all of them, after a question", async ({ visitor, portal, anotherBrowser }) => {
  const { page, words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  const other = await anotherBrowser();
  await trust(other, person, app);
  await trust(visitor, person, app);
  await visitor.choose(words.security);
  await expect(row(visitor)).toHaveCount(2);

  await test.step("one", async () => {
    const here = row(visitor).filter({ hasText: words.thisBrowser });
    const forget = here.getByRole("button", { name: `${words.forget} ${words.ownBrowser}`, exact: true });
    await visitor.follow(() => forget.click());
    await visitor.isAt(words.security);
    await visitor.isTold(words.browserForgotten);
    await expect(row(visitor)).toHaveCount(1);
    await expect(page.getByText(words.thisBrowser, { exact: true })).toHaveCount(0);
    expect(await visitor.cookie("__Host-t")).toBe("");
  });

  await test.step("all", async () => {
    await visitor.sees(words.allAtOnce);
    await visitor.choose(words.restoreTrusted);
    await visitor.isAt(words.restoreTrusted);
    await visitor.sees(words.allAtOnce);
    await visitor.choose(words.close);
    await visitor.isAt(words.security);
    await expect(row(visitor)).toHaveCount(1);
    await visitor.choose(words.restoreTrusted);
    await visitor.press(words.yes);
    await visitor.isAt(words.security);
    await visitor.isTold(words.browsersForgotten);
    await visitor.sees(words.noTrusted);
    await expect(visitor.link(words.restoreTrusted)).toHaveCount(0);
  });

  await signOut(other, person);
  await givePassword(other, person);
  await other.isAt(words.secondStep);
});

test("to sign out everywhere ends the trust too", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  await trust(visitor, person, new Authenticator(person.secret));
  await visitor.choose(words.everywhere);
  await visitor.press(words.yes);
  await visitor.isAt(words.signIn);
  await givePassword(visitor, person);
  await visitor.isAt(words.secondStep);
});

test("where the policy says 0 days there is no box, and no browser is trusted any more", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  await trust(visitor, person, app);
  await portal.policy("remember_days=0");
  await visitor.openUntil("/security", words.noTrusted);
  await signOut(visitor, person);
  await givePassword(visitor, person);
  await visitor.isAt(words.secondStep);
  await expect(visitor.page.getByRole("checkbox")).toHaveCount(0);
  await giveCode(visitor, await app.code());
  await visitor.isAt(words.profile);
});

/** Signs in and ticks the box. */
async function trust(visitor: Visitor, person: Person, app: Authenticator): Promise<void> {
  await visitor.open("/sign-in");
  await givePassword(visitor, person);
  await visitor.field(visitor.words.remember(14)).check();
  await giveCode(visitor, await app.code());
  await visitor.isAt(visitor.words.profile);
}

/** The rows of the list of trusted browsers. */
function row(visitor: Visitor): Locator {
  const { page, words } = visitor;
  return page.locator(".method").filter({ hasText: words.ownBrowser });
}
