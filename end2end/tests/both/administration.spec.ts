/** The administration: the rules, changed in two steps and back again. */

import { readFileSync } from "node:fs";

import { greetingFile } from "../../steps/greeting.ts";
import { work } from "../../steps/helpdesk.ts";
import { openMenu } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";

for (const language of ["en", "nl"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("the days for which a browser is trusted are changed, seen before, and taken back", async ({ visitor, portal }) => {
      const { page, words } = visitor;
      const inForce = page.locator("#remember_days");
      await work(visitor, "admin");
      await openMenu(visitor, portal.person("admin"));
      await visitor.choose(words.administration);
      await visitor.choose(words.rules);
      await visitor.isAt(words.rules);
      const before = (await inForce.innerText()).trim();
      await visitor.choose(words.changeRules);
      await visitor.isAt(words.changeRules);
      await visitor.field(words.rememberDays).fill("366");
      await visitor.press(words.showChange);
      await visitor.isRefused(words.changeRules, words.outOfBounds, words.rememberDays);
      await visitor.field(words.rememberDays).fill("31");
      await visitor.press(words.showChange);
      await visitor.isAt(words.whatChanges);
      const row = page.getByRole("row", { name: words.rememberDays });
      await expect(row).toContainText(before);
      await expect(row).toContainText("31");
      await visitor.press(words.backToForm);
      await expect(visitor.field(words.rememberDays)).toHaveValue("31");
      await visitor.press(words.showChange);
      await visitor.press(words.putInForce);
      await visitor.isAt(words.rules);
      await visitor.isTold(words.rulesInForce);
      await expect(inForce).toHaveText("31");

      await visitor.follow(() => page.getByRole("button", { name: words.undo }).first().click());
      await visitor.isAt(words.whatChanges);
      await visitor.press(words.putInForce);
      await expect(inForce).toHaveText(before);
    });

    test("calls begin with a file of the organisation's own, until it is removed", async ({ visitor }) => {
      const { page, words } = visitor;
      await work(visitor, "admin");
      await visitor.open("/administration/rules");
      await visitor.choose(words.greetings);
      await visitor.isAt(words.greetings);
      const english = page.getByRole("region", { name: words.englishCalls, exact: true });
      await visitor.choose(words.uploadGreeting);
      await visitor.isAt(words.greetingForm);
      const html = { name: "greeting.wav", mimeType: "audio/wav", buffer: Buffer.from("<!doctype html>") };
      await visitor.field(words.soundFile).setInputFiles(html);
      await visitor.press(words.useFile);
      await visitor.isRefused(words.greetingForm, words.noSound, words.soundFile);
      await visitor.field(words.soundFile).setInputFiles(greetingFile);
      await visitor.press(words.useFile);
      await visitor.isAt(words.greetings);
      await visitor.isTold(words.greetingSet);
      await expect(english).toContainText(words.ownFile);
      const download = page.waitForEvent("download");
      await visitor.link(words.listen).click();
      expect(readFileSync(await (await download).path())).toEqual(readFileSync(greetingFile));
      await visitor.choose(words.removeGreeting);
      await visitor.isAt(words.removeGreetingTitle);
      await visitor.press(words.remove);
      await visitor.isTold(words.greetingGone);
      await expect(english).toContainText(words.builtIn);
    });
  });
}

test("a test mail arrives at the administrator's own address", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("admin");
  await work(visitor, "admin");
  await visitor.open("/administration/gateways");
  await visitor.isAt(words.gateways);
  await visitor.press(words.testMail);
  await visitor.isTold(words.tested);
  const told = async () => (await portal.messages()).filter((message) => message.channel === "mail").map((message) => message.to);
  await expect.poll(told).toContain(person.user);
});
