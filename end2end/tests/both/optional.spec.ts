/** Somebody who is not required to have two-step verification sets it up, and switches it off again. */

import { scanPicture } from "../../steps/enrol.ts";
import { giveCode, givePassword, signIn, signOut } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";

test("two-step verification can be set up by choice and switched off by deleting the last method", async ({ visitor, portal }) => {
  const { page, words } = visitor;
  const person = portal.person("optional");
  await signIn(visitor, person);
  await visitor.choose(words.security);
  await visitor.isAt(words.security);
  await visitor.press(words.setUpApp);
  const app = await scanPicture(visitor, person.user);
  await visitor.press(words.done);
  await visitor.isAt(words.testAlone);
  await visitor.field(words.name).fill("Garden phone");
  await giveCode(visitor, await app.code());
  await visitor.isTold(words.appAdded);
  // The default is there at once, without a reload (a complaint about the original).
  await expect(visitor.field(words.preferred).locator("option:checked")).toHaveText(words.options[4] ?? "");

  await signOut(visitor, person);
  await givePassword(visitor, person);
  await visitor.isAt(words.secondStep);
  await giveCode(visitor, await app.code());
  await visitor.isAt(words.profile);

  await visitor.choose(words.security);
  await page.getByRole("checkbox").uncheck();
  await visitor.press(words.save);
  await visitor.isAt(words.deleteMethod);
  await visitor.sees(words.turnsOff);
  await visitor.press(words.yes);
  await visitor.isTold(words.methodDeleted);
  await signOut(visitor, person);
  await givePassword(visitor, person);
  await visitor.isAt(words.profile);
});

test("without two-step verification the tab of the app passwords says why there are none", async ({ visitor, portal }) => {
  const { words } = visitor;
  await signIn(visitor, portal.person("optional"));
  await visitor.choose(words.appPasswords);
  await visitor.isAt(words.appPasswords);
  await visitor.sees(words.needTwoStep);
  await visitor.sees(words.noAppPasswords);
  await expect(visitor.link(words.create)).toHaveCount(0);
  await visitor.open("/app-passwords/create");
  await visitor.isAt(words.appPasswords);
  // Their own password works for mail as long as there is nothing better.
  const person = portal.person("optional");
  expect(await portal.check(person.user, person.password)).toEqual({ ok: true, user: person.user });
  expect(await portal.check(person.user, "not the password")).toEqual({ ok: false });
});
