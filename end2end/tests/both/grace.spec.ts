/** "Skip for now": the set-up is put off, the pages remind of it, and when the days are over the gate stands. */

import { scanPicture } from "../../steps/enrol.ts";
import { skipAtGate } from "../../steps/grace.ts";
import { openPerson, work } from "../../steps/helpdesk.ts";
import { giveCode, givePassword, signOut } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";

for (const language of ["en", "nl"] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test("a newcomer puts the set-up off, is reminded, and does it from the security page", async ({ visitor, portal, anotherBrowser }) => {
      const { page, words } = visitor;
      const person = portal.person("new");
      await portal.policy("grace_days=7");
      await visitor.open("/sign-in");
      await skipAtGate(visitor, person);
      await visitor.isAt(words.profile);
      await visitor.sees(words.setUpBefore);

      await test.step("the helpdesk reads it too", async () => {
        const desk = await anotherBrowser();
        await work(desk);
        await openPerson(desk, person);
        await expect(desk.page.locator("#standing")).toContainText(words.hasPutOff);
        await desk.sees(words.setUpPutOff);
      });

      await test.step("mail goes on as before", async () => {
        expect(await portal.check(person.user, person.password)).toEqual({ ok: true, user: person.user });
      });

      await signOut(visitor, person);
      await givePassword(visitor, person);
      await visitor.isAt(words.gate);
      await visitor.sees(words.canPutOff);
      await visitor.press(words.skipNow);
      await visitor.isAt(words.profile);

      await visitor.choose(words.setItUp);
      await visitor.isAt(words.security);
      await visitor.sees(words.setUpBefore);
      await visitor.press(words.setUpApp);
      const app = await scanPicture(visitor, person.user);
      await visitor.press(words.done);
      await visitor.isAt(words.testAlone);
      await visitor.field(words.name).fill("Garden phone");
      await giveCode(visitor, await app.code());
      await visitor.isTold(words.appAdded);
      await visitor.seesNothingOf(words.setUpBefore);
      await expect(page.locator("#grace")).toHaveCount(0);

      await signOut(visitor, person);
      await givePassword(visitor, person);
      await visitor.isAt(words.secondStep);
    });
  });
}

test("when the days are over the gate stands, for a form sent by hand as well", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("new");
  await portal.policy("grace_days=14");
  await visitor.open("/sign-in");
  await skipAtGate(visitor, person);
  await visitor.isAt(words.profile);
  await signOut(visitor, person);
  await portal.ageGrace(14);
  await givePassword(visitor, person);
  await visitor.isAt(words.gate);
  await expect(visitor.button(words.skipNow)).toHaveCount(0);
  await visitor.seesNothingOf(words.canPutOff);
  expect(await visitor.post("/enrol/skip")).toEqual({ status: 200, location: "" });
  expect(await visitor.cookie("__Host-s")).toBe("");
  expect(await visitor.ask("/profile")).toMatchObject({ status: 303, location: "/enrol" });
});

test("a page that was left open too long says why it cannot be put off any more", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("new");
  await portal.policy("grace_days=14");
  await visitor.open("/sign-in");
  await skipAtGate(visitor, person);
  await signOut(visitor, person);
  await givePassword(visitor, person);
  await visitor.isAt(words.gate);
  await portal.ageGrace(14);
  await visitor.press(words.skipNow);
  await visitor.isRefused(words.gate, words.cannotPutOff);
  await expect(visitor.button(words.skipNow)).toHaveCount(0);
  await visitor.press(words.setItUp);
  await visitor.isAt(words.contact);
});
