/** The helpdesk, seen from both sides: who helps, and who is helped. */

import { Authenticator } from "../../steps/authenticator.ts";
import { scanPicture } from "../../steps/enrol.ts";
import { calledBack, chooseNewPassword, find, known, openPerson, shownPass, work } from "../../steps/helpdesk.ts";
import { giveCode, givePassword, signIn } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";

for (const language of ["en", "nl"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("who lost the phone signs in with a pass and sets up a new app", async ({ visitor, portal, anotherBrowser }) => {
      const { words } = visitor;
      const person = portal.person("ready");
      await work(visitor);
      await find(visitor, "rem");
      await visitor.choose(person.name);
      await visitor.isAt(person.name);
      await visitor.sees(words.canSignIn);
      await visitor.choose(words.issuePass);
      await visitor.press(words.issuePass);
      await visitor.isRefused(words.issuePass, words.typeTicket, words.ticket);
      await visitor.sees(words.chooseKnown);
      await known(visitor);
      await visitor.press(words.issuePass);
      await visitor.isAt(words.passIs);
      const pass = await shownPass(visitor);
      expect(pass).toMatch(/^[2-9a-hjkmnp-z]{12}$/);

      const caller = await anotherBrowser();
      await caller.open("/sign-in");
      await givePassword(caller, person);
      await caller.choose(words.otherWay);
      await caller.choose(words.passIs);
      await caller.field(words.passIs).fill(pass.toUpperCase().replace(/(.{4})/g, "$1 "));
      await caller.press(words.verify);
      await caller.isAt(words.security);
      await caller.press(words.setUpApp);
      const app = await scanPicture(caller, person.user);
      await caller.press(words.done);
      await caller.field(words.name).fill("New phone");
      await giveCode(caller, await app.code());
      await caller.isAt(words.security);

      await visitor.press(words.close);
      await visitor.isTold(words.passIssued);
      await visitor.seesNothingOf(pass);
      const told = async () => (await portal.messages()).filter((message) => message.channel === "mail").map((message) => message.to);
      await expect.poll(told).toContain(person.user);
    });
  });
}

test("three settings for two people: done for one, nothing to do for the other", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const caller = await anotherBrowser();
  await signIn(caller, person, new Authenticator(person.secret));
  await work(visitor, "supervisor");
  await find(visitor, "o");
  await visitor.isRefused(words.helpdesk, words.tooShort, words.findBox);
  await find(visitor, "remy");
  await visitor.field(words.selectPerson(person.name)).check();
  await visitor.press(words.manage);
  await visitor.isAt(words.manage);
  await visitor.field(words.provideAgainBox).check();
  await visitor.field(words.deleteAppPasswordsBox).check();
  await known(visitor);
  await visitor.press(words.save);
  await visitor.sees(words.again);
  await visitor.sees(words.appPasswordsGone);

  await caller.open("/profile");
  await caller.isAt(words.signIn);
  await givePassword(caller, person);
  await caller.isAt(words.gate);

  await test.step("and it is taken back", async () => {
    await visitor.choose(person.name);
    await visitor.choose(words.letCount);
    await known(visitor);
    await visitor.press(words.letCount);
    await visitor.sees(words.canSignIn);
    await caller.open("/sign-in");
    await givePassword(caller, person);
    await caller.isAt(words.secondStep);
  });
});

test("a block acts at once, and its end too", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const caller = await anotherBrowser();
  await signIn(caller, person, new Authenticator(person.secret));
  await work(visitor);
  await find(visitor, "Ready");
  await visitor.choose(person.name);
  await visitor.choose(words.block);
  await visitor.field(words.reason).fill("stolen");
  await known(visitor);
  await visitor.press(words.block);
  await visitor.isTold(words.blockDone);
  await visitor.sees(words.cannotBlocked);

  await caller.open("/profile");
  await caller.isAt(words.signIn);
  await givePassword(caller, person);
  await caller.isRefused(words.signIn, words.blockedNow);

  await visitor.choose(words.unblock);
  await known(visitor, "T-4712");
  await visitor.press(words.unblock);
  await visitor.sees(words.canSignIn);
  await givePassword(caller, person);
  await caller.isAt(words.secondStep);
});

test("for one of the staff a supervisor asks and an administrator agrees", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("helpdesk");
  const [caller, above] = [await anotherBrowser(), await anotherBrowser()];
  await signIn(caller, person, new Authenticator(person.secret));
  await work(visitor, "supervisor");
  await find(visitor, "hugo");
  await visitor.choose(person.name);
  await visitor.choose(words.signOutAll);
  await known(visitor);
  await visitor.press(words.askSecond);
  await visitor.isAt(words.signOutAll);
  const request = new URL(visitor.page.url()).pathname;
  await caller.open("/profile");
  await caller.isAt(words.profile);

  await work(above, "admin");
  await above.choose(words.oneWaits);
  await above.isAt(words.secondYes);
  await above.choose(`${words.signOutAll}: ${person.name}`);
  await above.press(words.agree);
  await above.isTold(words.agreed);

  await visitor.choose(words.checkAgain);
  await visitor.press(words.signOutAll);
  await visitor.isAt(person.name);
  await visitor.isTold(words.signedOutAll);
  await caller.open("/profile");
  await caller.isAt(words.signIn);
  await visitor.open(request);
  await visitor.isAt(words.signOutAll);
  await expect(visitor.page.getByRole("button", { name: words.signOutAll, exact: true })).toHaveCount(0);
});

test("a temporary password leads through the second step to one of their own", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  const open = await anotherBrowser();
  await signIn(open, person, app);
  await work(visitor);
  await openPerson(visitor, person);
  await visitor.choose(words.resetPassword);
  await known(visitor);
  await visitor.press(words.resetPassword);
  await visitor.isAt(words.temporaryIs);
  const temporary = await shownPass(visitor);
  expect(temporary).toMatch(/^[2-9a-hjkmnp-z]{16}$/);
  await open.open("/profile");
  await open.isAt(words.signIn);

  await test.step("nothing else opens before there is a new one", async () => {
    await givePassword(open, { user: person.user, password: temporary.toUpperCase().replace(/(.{4})/g, "$1 ") });
    await open.isAt(words.secondStep);
    await giveCode(open, await app.code());
    await open.isAt(words.chooseNew);
    await open.open("/security");
    await chooseNewPassword(open, "trompet kasteel azijn negentien");
    await open.isTold(words.renewed);
  });

  await visitor.press(words.close);
  await visitor.isTold(words.temporaryIssued);
  await visitor.seesNothingOf(temporary);
});

test("a bypass opens one session that changes nothing", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  await work(visitor);
  await openPerson(visitor, person);
  await visitor.choose(words.bypass);
  await visitor.field(words.bypassWhy).fill("The phone is at home");
  await known(visitor);
  await visitor.press(words.bypass);
  await visitor.isTold(words.bypassOpen);

  const caller = await anotherBrowser();
  await caller.open("/sign-in");
  await givePassword(caller, person);
  await caller.isTold(words.bypassed);
  const { location } = await caller.ask("/security");
  expect(location).toContain("/step-up");
  const next = await anotherBrowser();
  await next.open("/sign-in");
  await givePassword(next, person);
  await next.isAt(words.secondStep);
});

test("a number waits, and its owner stops it", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  await work(visitor);
  await openPerson(visitor, person);
  await visitor.choose(words.setPhone);
  await visitor.page.getByRole("radio", { name: words.phoneIs, exact: true }).check();
  await visitor.page.getByLabel(words.country).selectOption("NL");
  await visitor.field(words.plainNumber).fill("06 87654321");
  await calledBack(visitor);
  await visitor.press(words.setPhone);
  await visitor.isTold(words.numberSet);
  await visitor.seesNothingOf("87654321");

  const caller = await anotherBrowser();
  await signIn(caller, person, new Authenticator(person.secret));
  await caller.open("/security");
  await caller.sees(words.waiting);
  await caller.press(words.stopChange);
  await caller.isTold(words.changeStopped);
  await caller.seesNothingOf("87654321");

  await test.step("or anybody who has the message, without signing in", async () => {
    await openPerson(visitor, person);
    await visitor.choose(words.setPhone);
    await visitor.page.getByRole("radio", { name: words.phoneIs, exact: true }).check();
    await visitor.page.getByLabel(words.country).selectOption("NL");
    await visitor.field(words.plainNumber).fill("06 87654321");
    await calledBack(visitor);
    await visitor.press(words.setPhone);
    await visitor.isTold(words.numberSet);
    const links = async () => {
      const mails = (await portal.messages()).filter((message) => message.channel === "mail");
      return mails.flatMap((mail) => /\/not-me\?token=[\w-]{43}/.exec(mail.body)?.[0] ?? []);
    };
    await expect.poll(async () => (await links()).length).toBe(2);
    const stranger = await anotherBrowser();
    // The newest mail comes first; the address of the one before stops nothing any more.
    await stranger.open((await links())[0] ?? "");
    await stranger.press(words.stopChange);
    await openPerson(visitor, person);
    await visitor.seesNothingOf("•21");
  });
});

test("a caller who reads the code of the app is known, and the code is used up", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = new Authenticator(person.secret);
  await work(visitor);
  await openPerson(visitor, person);
  await visitor.choose(words.checkCaller);
  const code = await app.code();
  await visitor.field(words.callerCode).fill(code);
  await visitor.press(words.checkCode);
  await visitor.isTold(words.callerChecked);

  const caller = await anotherBrowser();
  await caller.open("/sign-in");
  await givePassword(caller, person);
  await caller.isAt(words.secondStep);
  await giveCode(caller, code);
  await caller.isRefused(words.secondStep, words.codeUsed, words.code);

  await test.step("which is enough to delete the app of theirs that is lost", async () => {
    await visitor.choose(words.deleteOne);
    await visitor.page.getByRole("radio", { name: /Authenticator/ }).check();
    await visitor.page.getByRole("radio", { name: words.checkedWithCode }).check();
    await visitor.field(words.ticket).fill("T-4713");
    await visitor.press(words.deleteOne);
    await visitor.isTold(words.methodGone);
    await caller.open("/sign-in");
    await givePassword(caller, person);
    await caller.isAt(words.texted);
  });
});
