/** Changing the account password: what is refused, what stays, and what goes. */

import { Authenticator } from "../../steps/authenticator.ts";
import { givePassword, signIn, signOut } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";
import type { Visitor } from "../../steps/visitor.ts";

const NEW = "Violet lantern 47 tumbles past the harbour";

async function change(visitor: Visitor, current: string, next: string, again = next): Promise<void> {
  const { words } = visitor;
  await visitor.field(words.currentPassword).fill(current);
  await visitor.field(words.newPassword).fill(next);
  await visitor.field(words.newAgain).fill(again);
  await visitor.press(words.changePassword);
}

test("every reason against a new password stands beside its box", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("optional");
  await signIn(visitor, person);
  await visitor.choose(words.changePassword);
  await visitor.isAt(words.changePassword);
  const cases: [string, string, string, string, string][] = [
    ["not the password", NEW, NEW, words.wrongPassword, words.currentPassword],
    [person.password, "Ab1!", "Ab1!", words.passwordShort, words.newPassword],
    [person.password, "passwordpassword", "passwordpassword", words.passwordWeak, words.newPassword],
    [person.password, "Olga Optional 2026", "Olga Optional 2026", words.passwordWeak, words.newPassword],
    [person.password, person.password, person.password, words.passwordSame, words.newPassword],
    [person.password, NEW, `${NEW}!`, words.passwordsDiffer, words.newAgain],
  ];
  for (const [current, next, again, problem, field] of cases) {
    await change(visitor, current, next, again);
    await visitor.isRefused(words.changePassword, problem, field);
    for (const label of [words.currentPassword, words.newPassword, words.newAgain]) {
      await expect(visitor.field(label)).toHaveValue("");
    }
  }
  await change(visitor, person.password, NEW);
  await visitor.isAt(words.profile);
  await visitor.isTold(words.passwordChanged);

  await signOut(visitor, person);
  await givePassword(visitor, person);
  await visitor.isRefused(words.signIn, words.wrongCredentials);
  await givePassword(visitor, { ...person, password: NEW });
  await visitor.isAt(words.profile);
});

test("app passwords stay unless the person deletes them, and other browsers are signed out", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  const other = await anotherBrowser();
  await signIn(other, person, app);
  await signIn(visitor, person, app);
  await visitor.choose(words.changePassword);
  await change(visitor, person.password, NEW);
  await visitor.isAt(words.passwordChanged);
  await visitor.sees(words.stillWork(2));
  await visitor.choose(words.keepThem);
  await visitor.isAt(words.profile);
  await visitor.choose(words.appPasswords);
  await expect(visitor.page.getByRole("rowheader")).toHaveCount(2);

  await other.choose(words.security);
  await other.isAt(words.signIn);

  await visitor.open("/profile/password");
  await change(visitor, NEW, `${NEW} again`);
  await visitor.isAt(words.passwordChanged);
  await visitor.press(words.deleteAllAppPasswords);
  await visitor.isAt(words.appPasswords);
  await visitor.isTold(words.appPasswordsDeleted);
  await visitor.sees(words.noAppPasswords);
  // Messages leave after the change, on their own.
  const mails = async () => (await portal.messages()).filter((message) => message.to === person.user).length;
  await expect.poll(mails).toBeGreaterThanOrEqual(3);
});
