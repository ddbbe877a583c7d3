/** Telephones: set up and used by text, by reply, by call and at the office, through the pretend phone. */

import { Authenticator } from "../../steps/authenticator.ts";
import { shownAppPassword } from "../../steps/enrol.ts";
import { answer, goOn, press, texted } from "../../steps/phone.ts";
import { giveCode, givePassword, signIn, signOut } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";
import type { Visitor } from "../../steps/visitor.ts";

/** Through the gate to the form of a telephone. */
async function choose(visitor: Visitor, contact: number): Promise<void> {
  const { words } = visitor;
  const person = visitor.portal.person("new");
  await visitor.open("/sign-in");
  await givePassword(visitor, person);
  await visitor.press(words.setItUp);
  await visitor.field(words.contact).selectOption({ label: words.contacts[contact] ?? "" });
  await visitor.press(words.setUp);
  await visitor.isAt(words.phoneStep(words.contacts[contact] ?? ""));
}

/** From the sign-in page to another way than the app: an option by its place. */
async function another(visitor: Visitor, option: number): Promise<void> {
  const { words } = visitor;
  await visitor.open("/sign-in");
  await givePassword(visitor, visitor.portal.person("ready"));
  await visitor.choose(words.otherWay);
  await visitor.press(words.options[option] ?? "");
}

/** Answers the newest text with its code; the page goes on. */
async function answerText(visitor: Visitor, phone: Visitor, page: string): Promise<void> {
  const { words } = visitor;
  const code = await texted(visitor.portal);
  await phone.open("/demo/phone");
  await phone.field(words.reply).first().fill(code);
  await phone.button(words.send).first().click();
  if (!visitor.alive) {
    await visitor.openUntil(page, "Your reply is right.");
    await visitor.press(words.verify);
  }
}

for (const language of ["en", "nl"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("a newcomer enrols by text and signs in by text", async ({ visitor, portal }) => {
      const { words } = visitor;
      await choose(visitor, 1);
      await visitor.field(words.number).fill("0906 1234");
      await visitor.page.getByRole("radio", { name: words.sendText }).check();
      await visitor.press(words.contactMe);
      await visitor.isRefused(words.phoneStep(words.contacts[1] ?? ""), words.forbiddenNumber, words.number);
      await visitor.field(words.number).fill("06 12345678");
      await visitor.press(words.contactMe);
      await visitor.isAt(words.testStep(words.texted));
      await giveCode(visitor, await texted(portal));
      await visitor.isAt(words.lastStep(3));
      await shownAppPassword(visitor);
      await visitor.press(words.done);
      await visitor.isAt(words.profile);

      const person = portal.person("new");
      await signOut(visitor, person);
      await givePassword(visitor, person);
      await visitor.isAt(words.texted);
      await visitor.seesNothingOf("12345678");
      await giveCode(visitor, await texted(portal, 1));
      await visitor.isAt(words.profile);
    });

    test("a call is answered with the pound key", async ({ visitor, portal, anotherBrowser }) => {
      const { words } = visitor;
      await signIn(visitor, portal.person("optional"));
      await visitor.open("/security/phone");
      await visitor.isAt(words.setUpPhone);
      await visitor.field(words.number).fill("06 87654321");
      await visitor.page.getByRole("radio", { name: words.callMe }).check();
      await visitor.press(words.contactMe);
      await visitor.isAt(words.calling);
      await visitor.press(words.verify);
      await visitor.sees(words.phoneWaiting);
      const phone = await anotherBrowser();
      await answer(phone);
      await press(phone, "#");
      await goOn(visitor);
      await visitor.isAt(words.security);
      await visitor.isTold(words.phoneSaved);
      await visitor.sees("+31 6 87654321");
    });
  });
}

test("a newcomer enrols by call", async ({ visitor, anotherBrowser }) => {
  const { words } = visitor;
  await choose(visitor, 1);
  await visitor.field(words.number).fill("06 12345678");
  await visitor.page.getByRole("radio", { name: words.callMe }).check();
  await visitor.press(words.contactMe);
  await visitor.isAt(words.testStep(words.calling));
  const phone = await anotherBrowser();
  await answer(phone);
  await press(phone, "#");
  await goOn(visitor);
  await visitor.isAt(words.lastStep(3));
});

test("the office phone is reached through its switchboard, and signs in", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  await choose(visitor, 2);
  await expect(visitor.field("Office phone number")).toHaveValue("+31 20 555 0123 x42");
  await visitor.press(words.contactMe);
  await visitor.isAt(words.testStep(words.calling));
  const phone = await anotherBrowser();
  await answer(phone);
  await press(phone, "#");
  await expect(phone.page.getByText("Example Organisation").last()).toBeVisible();
  await press(phone, "#");
  await goOn(visitor);
  await visitor.isAt(words.lastStep(3));
  await visitor.press(words.done);
  await visitor.isAt(words.profile);

  const person = portal.person("new");
  await signOut(visitor, person);
  await givePassword(visitor, person);
  await visitor.isAt(words.calling);
  await answer(phone);
  await press(phone, "##");
  await goOn(visitor);
  await visitor.isAt(words.profile);
});

test("another way: the phone is called, and a declined call says what to do", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("ready"));
  await visitor.isAt(words.secondStep);
  await visitor.choose(words.otherWay);
  await visitor.press(words.options[1] ?? "");
  await visitor.isAt(words.calling);
  const phone = await anotherBrowser();
  await phone.openUntil("/demo/phone", words.decline);
  await phone.button(words.decline).click();
  await visitor.openUntil("/sign-in/verify", words.noAnswer);
  await visitor.isAt(words.callFailed);
  await visitor.choose(words.otherWay);
  await visitor.choose(words.options[4] ?? "");
  await visitor.isAt(words.secondStep);
  await giveCode(visitor, await new Authenticator(portal.person("ready").secret).code());
  await visitor.isAt(words.profile);
});

test("a report of fraud during the call ends the sign-in", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  await another(visitor, 1);
  await visitor.isAt(words.calling);
  const phone = await anotherBrowser();
  await answer(phone);
  await press(phone, "0#");
  await visitor.openUntil("/sign-in/verify", words.signInEnded);
  const told = async () => (await portal.messages()).some((message) => message.subject.includes("fraud"));
  await expect.poll(told).toBe(true);
});

test("a text is answered with its code", async ({ visitor, anotherBrowser }) => {
  const { words } = visitor;
  await another(visitor, 2);
  await visitor.isAt(words.texted);
  await answerText(visitor, await anotherBrowser(), "/sign-in/verify");
  await visitor.isAt(words.profile);
});

test("a newcomer answers the text instead of typing its code", async ({ visitor, anotherBrowser }) => {
  const { words } = visitor;
  await choose(visitor, 1);
  await visitor.field(words.number).fill("06 12345678");
  await visitor.press(words.contactMe);
  await visitor.isAt(words.testStep(words.texted));
  await answerText(visitor, await anotherBrowser(), "/enrol/phone/verify");
  await visitor.isAt(words.lastStep(3));
});

test("the number behind the default is tested before it takes the place of the old one", async ({ visitor, portal }) => {
  const { page, words } = visitor;
  const person = portal.person("ready");
  await signIn(visitor, person, new Authenticator(person.secret));
  await visitor.open("/security");
  await visitor.field(words.preferred).selectOption({ label: words.options[2] ?? "" });
  await visitor.press(words.save);
  await visitor.isTold(words.saved);
  await visitor.open("/security/phone");
  await visitor.field(words.number).fill("06 87654321");
  await page.getByRole("radio", { name: words.sendText }).check();
  await visitor.press(words.contactMe);
  await visitor.isAt(words.texted);
  const code = await texted(portal);
  await visitor.open("/security");
  await visitor.sees("+31 6 12345678");
  await visitor.open("/security/phone/verify");
  await giveCode(visitor, code);
  await visitor.isTold(words.phoneSaved);
  await visitor.sees("+31 6 87654321");

  await signOut(visitor, person);
  await givePassword(visitor, person);
  await visitor.isAt(words.texted);
  await giveCode(visitor, await texted(portal, 1));
  await visitor.isAt(words.profile);
});

test("a call signs in", async ({ visitor, anotherBrowser }) => {
  const { words } = visitor;
  await another(visitor, 1);
  await visitor.isAt(words.calling);
  const phone = await anotherBrowser();
  await answer(phone);
  await press(phone, "#");
  await goOn(visitor);
  await visitor.isAt(words.profile);
});
