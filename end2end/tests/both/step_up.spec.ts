/** Password and code again, when the last proof is ten minutes old, before credentials change. */

import { Authenticator } from "../../steps/authenticator.ts";
import { giveCode, givePassword, signIn } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";

test("after ten minutes the pages that change credentials ask again", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  await signIn(visitor, person, app);
  await visitor.choose(words.appPasswords);
  await visitor.isAt(words.appPasswords);
  await portal.ageProofs(9);
  await visitor.choose(words.create);
  await visitor.isAt(words.createTitle);

  await portal.ageProofs(1);
  const before = await visitor.cookie("__Host-s");
  await visitor.field(words.name).fill("Too late");
  await visitor.press(words.next);
  await visitor.isAt(words.stepUp);

  await test.step("both answers must be right", async () => {
    await visitor.press(words.continue);
    await visitor.isRefused(words.stepUp, words.emptyPassword, words.password);
    await visitor.field(words.password).fill("not the password");
    await visitor.field(words.code).fill(await app.wrong());
    await visitor.press(words.continue);
    await visitor.isRefused(words.stepUp, words.wrongPassword, words.password);
    await visitor.field(words.password).fill(person.password);
    await visitor.field(words.code).fill(await app.wrong());
    await visitor.press(words.continue);
    await visitor.isRefused(words.stepUp, words.wrongCode, words.code);
    await expect(visitor.field(words.password)).toHaveValue("");
    expect(await visitor.cookie("__Host-s")).toBe(before);
  });

  await visitor.field(words.password).fill(person.password);
  await visitor.field(words.code).fill(await app.code());
  await visitor.press(words.continue);
  await visitor.isAt(words.createTitle);
  const after = await visitor.cookie("__Host-s");
  expect(after).not.toBe(before);
  expect(after).toHaveLength(43);
  await visitor.open("/app-passwords");
  await visitor.seesNothingOf("Too late");
});

test("every address behind the proof asks for it, and the profile does not", async ({ visitor, portal }) => {
  await signIn(visitor, portal.person("ready"), new Authenticator(portal.person("ready").secret));
  await portal.ageProofs(10);
  const behind = ["/security", "/app-passwords", "/app-passwords/create", "/profile/password"];
  for (const path of behind) {
    expect(await visitor.ask(path), path).toMatchObject({ status: 303, location: `/step-up?next=${path}` });
  }
  for (const path of ["/security", "/app-passwords/create", "/profile/password", "/app-passwords/delete-all"]) {
    expect(await visitor.post(path), path).toEqual({ status: 303, location: `/step-up?next=${path}` });
  }
  expect(await visitor.post("/security/app/start")).toEqual({ status: 303, location: "/step-up?next=/security" });
  expect((await visitor.ask("/profile")).status).toBe(200);
});

test("the proof of one browser is none for another", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  const other = await anotherBrowser();
  await other.open("/sign-in");
  await givePassword(other, person);
  await giveCode(other, await app.early());
  await signIn(visitor, person, app);
  await portal.ageProofs(10);
  await visitor.open("/security");
  await visitor.field(words.password).fill(person.password);
  await visitor.field(words.code).fill(await app.code());
  await visitor.press(words.continue);
  await visitor.isAt(words.security);
  await other.open("/security");
  await other.isAt(words.stepUp);
});

test("the code of the sign-in does not count again for the proof", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  const code = await app.code();
  await visitor.open("/sign-in");
  await givePassword(visitor, person);
  await giveCode(visitor, code);
  await visitor.isAt(words.profile);
  await visitor.open("/step-up");
  await visitor.field(words.password).fill(person.password);
  await visitor.field(words.code).fill(code);
  await visitor.press(words.continue);
  await visitor.isRefused(words.stepUp, words.codeUsed, words.code);
});

test("who has no second step proves the password only", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("optional");
  await signIn(visitor, person);
  await portal.ageProofs(11);
  await visitor.choose(words.security);
  await visitor.isAt(words.stepUp);
  await expect(visitor.field(words.code)).toHaveCount(0);
  await visitor.field(words.password).fill(person.password);
  await visitor.press(words.continue);
  await visitor.isAt(words.security);
});
