/** Signing in with password and code, what is refused on the way, and other ways to pass. */

import { Authenticator } from "../../steps/authenticator.ts";
import { giveCode, givePassword, signIn, signOut } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";

test("a wrong password and an unknown user are refused alike", async ({ visitor, portal }) => {
  const { words } = visitor;
  await visitor.open("/sign-in");
  await visitor.press(words.signIn);
  await visitor.isRefused(words.signIn, words.emptyUser, words.user);
  const said: string[] = [];
  for (const user of [portal.person("ready").user, "nobody@example.org"]) {
    await givePassword(visitor, { user, password: "not the password" });
    await visitor.isRefused(words.signIn, words.wrongCredentials);
    await expect(visitor.field(words.user)).toHaveValue(user);
    await expect(visitor.field(words.password)).toHaveValue("");
    said.push(await visitor.page.getByRole("alert").innerText());
  }
  expect(said[0]).toBe(said[1]);
  await givePassword(visitor, { user: "  READY@Example.org. ", password: portal.person("ready").password });
  await visitor.isAt(words.secondStep);
});

test("the second step takes the right code, and each code once", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  await visitor.open("/sign-in");
  await givePassword(visitor, person);
  await visitor.isAt(words.secondStep);
  await giveCode(visitor, await app.wrong());
  await visitor.isRefused(words.secondStep, words.wrongCode, words.code);
  await expect(visitor.field(words.code)).toHaveValue("");
  const code = await app.code();
  await giveCode(visitor, code);
  await visitor.isAt(words.profile);

  await signOut(visitor, person);
  await visitor.isTold(words.signedOut);
  await givePassword(visitor, person);
  await giveCode(visitor, code);
  await visitor.isRefused(words.secondStep, words.codeUsed, words.code);
  await giveCode(visitor, await app.code());
  await visitor.isAt(words.profile);
});

test("after too many wrong codes the right one has to wait", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  await visitor.open("/sign-in");
  await givePassword(visitor, person);
  for (let tries = 0; tries < 5; tries += 1) {
    await giveCode(visitor, await app.wrong());
    await visitor.isRefused(words.secondStep, words.wrongCode, words.code);
  }
  await giveCode(visitor, await app.code());
  await visitor.isRefused(words.secondStep, words.tooManyAttempts, words.code);
  const warned = async () => (await portal.messages()).filter((message) => message.to === person.user).length;
  await expect.poll(warned).toBeGreaterThan(0);
});

test("every other way is listed with the reason why it cannot be used", async ({ visitor, portal }) => {
  const { page, words } = visitor;
  await portal.policy("allow_text=false", "allow_call=false");
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("ready"));
  await visitor.isAt(words.secondStep);
  await visitor.open("/sign-in/other");
  await visitor.isAt(words.otherWay);
  const ways = page.locator("main").getByRole("listitem");
  // The five options, and the pass of the helpdesk.
  await expect(ways).toHaveCount(6);
  await expect(ways.nth(5).getByRole("link", { name: words.passIs })).toBeVisible();
  for (const [place, option] of words.options.entries()) {
    await expect(ways.nth(place)).toContainText(option);
    await expect(ways.nth(place).getByRole("link")).toHaveCount(place === 4 ? 1 : 0);
    if (place < 4) await expect(ways.nth(place)).toContainText(words.notSwitchedOn);
  }
  await visitor.sees(words.callHelpdesk);
  await visitor.choose(words.options[4] ?? "");
  await visitor.isAt(words.secondStep);
});

test("with one way only there is no link to others, and the helpdesk is named", async ({ visitor, portal }) => {
  const { words } = visitor;
  await portal.policy("allow_text=false", "allow_call=false");
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("ready"));
  await visitor.isAt(words.secondStep);
  await visitor.sees(words.noOtherWay);
  await expect(visitor.link(words.otherWay)).toHaveCount(0);
});

test("a sign-in on the way can be left", async ({ visitor, portal }) => {
  const { words } = visitor;
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("ready"));
  await visitor.press(words.cancel);
  await visitor.isAt(words.signIn);
  expect(await visitor.cookie("__Host-p")).toBe("");
  await visitor.open("/sign-in/verify");
  await visitor.isAt(words.signIn);
  await visitor.isTold(words.signInEnded);
});

test("without two-step verification the password is enough, and nothing is forced", async ({ visitor, portal }) => {
  const { words } = visitor;
  await signIn(visitor, portal.person("optional"));
  await visitor.open("/sign-in");
  await visitor.isAt(words.profile);
});

test("cookies tell nothing and leave the browser for nobody else", async ({ visitor, portal, context }) => {
  await signIn(visitor, portal.person("ready"), new Authenticator(portal.person("ready").secret));
  await visitor.press(visitor.words.otherLanguage);
  const cookies = await context.cookies();
  expect(cookies.map((cookie) => cookie.name).sort()).toEqual(["__Host-d", "__Host-lang", "__Host-s"]);
  for (const cookie of cookies) {
    expect(cookie, cookie.name).toMatchObject({ domain: "localhost", path: "/", secure: true, httpOnly: true, sameSite: "Lax" });
    expect(cookie.name.length + cookie.value.length).toBeLessThan(4096);
    expect(decodeURIComponent(cookie.value)).not.toContain("ready");
  }
});
