/** The first sign-in of somebody who must enrol, as a person walks it, in both languages. */

import { Authenticator } from "../../steps/authenticator.ts";
import { pasted } from "../../steps/clipboard.ts";
import { chooseApp, scanPicture, shownAppPassword, toTest } from "../../steps/enrol.ts";
import { giveCode, givePassword, signOut } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";

for (const language of ["en", "nl"] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test("a newcomer sets up an authenticator app and gets an app password", async ({ visitor, portal, alive, context }) => {
      const { page, words } = visitor;
      const person = portal.person("new");
      await portal.policy("allow_text=false", "allow_call=false");
      await visitor.open("/sign-in");
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await givePassword(visitor, person);
      await visitor.isAt(words.gate);

      await test.step("only what the organisation has switched on can be chosen, and the rest says why", async () => {
        await visitor.press(words.setItUp);
        await visitor.isAt(words.contact);
        await visitor.sees(words.stepOf(1, 4));
        const contacts = visitor.field(words.contact).getByRole("option");
        await expect(contacts).toHaveText(words.contacts);
        await expect(contacts.nth(0)).toBeEnabled();
        await expect(contacts.nth(1)).toBeDisabled();
        await expect(contacts.nth(2)).toBeDisabled();
        await expect(page.getByText(words.notSwitchedOn)).toHaveCount(3);
        await expect(page.getByRole("radio", { name: words.notification })).toBeDisabled();
        await expect(page.getByRole("radio", { name: words.notification })).toHaveAccessibleDescription(new RegExp(words.notSwitchedOn));
        await expect(page.getByRole("radio", { name: words.useCode })).toBeChecked();
        await visitor.field(words.contact).selectOption({ label: words.contacts[0] ?? "" });
        await page.getByRole("radio", { name: words.useCode }).check();
        await visitor.press(words.setUp);
      });

      await visitor.isAt(words.configure);
      const app = await scanPicture(visitor, person.user);
      await toTest(visitor);

      await test.step("a wrong code is refused, the right one counts", async () => {
        await giveCode(visitor, await app.wrong());
        await visitor.isRefused(words.test, words.wrongCode, words.code);
        await giveCode(visitor, "12");
        await visitor.isRefused(words.test, words.codeForm, words.code);
        await giveCode(visitor, "");
        await visitor.isRefused(words.test, words.emptyCode, words.code);
      });
      const enrolmentCode = await app.code();
      await giveCode(visitor, enrolmentCode);
      await visitor.isAt(words.verified);
      await visitor.sees(words.stepOf(2, 4));
      await visitor.press(words.close);

      await test.step("a number that is none is refused beside its box, and nothing typed is lost", async () => {
        await visitor.isAt(words.backup);
        await visitor.sees(words.stepOf(3, 4));
        await visitor.field(words.country).selectOption("BE");
        await visitor.field(words.number).fill("12345");
        await visitor.press(words.next);
        await visitor.isRefused(words.backup, words.badNumber, words.number);
        await expect(visitor.field(words.number)).toHaveValue("12345");
        await expect(visitor.field(words.country)).toHaveValue("BE");
        await visitor.field(words.country).selectOption("NL");
        await visitor.field(words.number).fill("06 12345678");
        await visitor.press(words.next);
      });

      await visitor.isAt(words.lastStep(4));
      await visitor.sees(words.stepOf(4, 4));
      await visitor.sees(words.once);
      const appPassword = await shownAppPassword(visitor);
      if (alive) {
        await context.grantPermissions(["clipboard-write"]);
        await visitor.button(words.copyPassword).click();
        await expect(page.getByText(words.copied, { exact: true })).toBeVisible();
        expect(await pasted(context)).toBe(appPassword);
      } else {
        await expect(visitor.button(words.copyPassword)).toBeHidden();
      }
      await visitor.press(words.done);
      await visitor.isAt(words.profile);
      await visitor.isTold(words.enrolled);
      expect(await portal.check(person.user, appPassword)).toEqual({ ok: true, user: person.user });
      expect(await portal.check(person.user, person.password)).toEqual({ ok: false });

      await test.step("the next sign-in asks for a code, and the one of the enrolment is used up", async () => {
        await signOut(visitor, person);
        await givePassword(visitor, person);
        await visitor.isAt(words.secondStep);
        await giveCode(visitor, enrolmentCode);
        await visitor.isRefused(words.secondStep, words.codeUsed, words.code);
        await giveCode(visitor, await app.code());
        await visitor.isAt(words.profile);
      });

      await test.step("the backup number stands in the list as not verified", async () => {
        await visitor.choose(words.security);
        await expect(page.getByRole("checkbox", { name: words.alternatePhone })).toBeChecked();
        await visitor.sees("+31 6 12345678");
      });
    });
  });
}

test("the step can be skipped, and back and cancel lead where they say", async ({ visitor, portal }) => {
  const { words } = visitor;
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("new"));
  await chooseApp(visitor);
  const first = await scanPicture(visitor, "new@example.org");
  await visitor.choose(words.cancel);
  await visitor.isAt(words.contact);
  await visitor.press(words.setUp);
  await visitor.isAt(words.configure);
  const second = await scanPicture(visitor, "new@example.org");
  expect(second.secret).not.toBe(first.secret);
  await toTest(visitor);
  await visitor.choose(words.back);
  await visitor.isAt(words.contact);
  await visitor.press(words.contactMe);
  // Only the picture that was shown last counts.
  await giveCode(visitor, await first.code());
  await visitor.isRefused(words.test, words.wrongCode, words.code);
  await giveCode(visitor, await second.code());
  await visitor.isAt(words.verified);
  await visitor.press(words.close);
  await visitor.press(words.skipStep);
  await visitor.isAt(words.lastStep(4));
  await visitor.press(words.done);
  await visitor.isAt(words.profile);
});

test("the wizard can be left, and the next sign-in stands before it again", async ({ visitor, portal }) => {
  const { words } = visitor;
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("new"));
  await visitor.isAt(words.gate);
  await visitor.press(words.signOut);
  await visitor.isAt(words.signIn);
  await givePassword(visitor, portal.person("new"));
  await chooseApp(visitor);
  await visitor.choose(words.cancel);
  await visitor.press(words.signOut);
  await visitor.isAt(words.signIn);
  await givePassword(visitor, portal.person("new"));
  await visitor.isAt(words.gate);
});

test("of two enrolments at the same time one counts, and the other browser is no way in", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("new");
  const other = await anotherBrowser();
  const apps: Authenticator[] = [];
  for (const one of [visitor, other]) {
    await one.open("/sign-in");
    await givePassword(one, person);
    await chooseApp(one);
    apps.push(await scanPicture(one, person.user));
    await toTest(one);
  }
  const [first, second] = apps;
  await giveCode(visitor, (await first?.code()) ?? "");
  await visitor.isAt(words.verified);
  await giveCode(other, (await second?.code()) ?? "");
  await other.isAt(words.signIn);
  await givePassword(other, person);
  await other.isAt(words.secondStep);
  await giveCode(other, (await second?.at(0)) ?? "");
  await other.isRefused(words.secondStep, words.wrongCode, words.code);
});

test("without app passwords the wizard has three steps", async ({ visitor, portal }) => {
  const { words } = visitor;
  await portal.policy("allow_app_passwords=false");
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("new"));
  await chooseApp(visitor);
  const app = await scanPicture(visitor, "new@example.org");
  await toTest(visitor);
  await visitor.sees(words.stepOf(2, 3));
  await giveCode(visitor, await app.code());
  await visitor.press(words.close);
  await visitor.press(words.skipStep);
  await visitor.isAt(words.profile);
  await visitor.isTold(words.enrolled);
});

test("a code is taken with a space in it, from the step before and the step after, not from further away", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  await visitor.open("/sign-in");
  await givePassword(visitor, person);
  await giveCode(visitor, await app.at(-3));
  await visitor.isRefused(words.secondStep, words.wrongCode, words.code);
  await giveCode(visitor, await app.at(3));
  await visitor.isRefused(words.secondStep, words.wrongCode, words.code);
  const code = await app.at(1);
  await giveCode(visitor, `${code.slice(0, 3)} ${code.slice(3)}`);
  await visitor.isAt(words.profile);
});
