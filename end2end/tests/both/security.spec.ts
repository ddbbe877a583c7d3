/** "Additional security verification": the preferred option, the list of methods, adding and deleting. */

import type { Locator } from "@playwright/test";

import { Authenticator } from "../../steps/authenticator.ts";
import { scanPicture } from "../../steps/enrol.ts";
import { giveCode, signIn } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";
import type { Visitor } from "../../steps/visitor.ts";

test.beforeEach(async ({ visitor, portal }) => {
  const person = portal.person("ready");
  // Here the app is the only method; telephones have a file of their own.
  await portal.policy("allow_text=false", "allow_call=false");
  await signIn(visitor, person, new Authenticator(person.secret));
  await visitor.choose(visitor.words.security);
  await visitor.isAt(visitor.words.security);
});

test("the five options are listed, and those that are off say why", async ({ visitor }) => {
  const { page, words } = visitor;
  const preferred = visitor.field(words.preferred);
  const options = preferred.getByRole("option");
  await expect(options).toHaveText(words.options);
  for (const place of [0, 1, 2, 3]) await expect(options.nth(place)).toBeDisabled();
  await expect(options.nth(4)).toBeEnabled();
  await expect(preferred.locator("option:checked")).toHaveText(words.options[4] ?? "");
  await page.getByText(words.whyOff).click();
  const reasons = page.locator("details", { hasText: words.whyOff }).getByRole("listitem");
  await expect(reasons).toHaveCount(4);
  for (const place of [0, 1, 2, 3]) {
    await expect(reasons.nth(place)).toContainText(words.options[place] ?? "");
    await expect(reasons.nth(place)).toContainText(words.notSwitchedOn);
  }
});

test("the two tabs lead to each other", async ({ visitor }) => {
  const { page, words } = visitor;
  await expect(visitor.link(words.securityTab)).toHaveAttribute("aria-current", "page");
  await visitor.choose(words.appPasswordsTab);
  await visitor.isAt(words.appPasswords);
  await expect(visitor.link(words.appPasswordsTab)).toHaveAttribute("aria-current", "page");
  await expect(page.locator("nav [aria-current]")).toHaveCount(1);
  await visitor.choose(words.securityTab);
  await visitor.isAt(words.security);
});

test("to save without a change says that there was none", async ({ visitor }) => {
  await visitor.press(visitor.words.save);
  await visitor.isAt(visitor.words.security);
  await visitor.isTold(visitor.words.nothingChanged);
});

test("a second app gets its own picture and name, can sign in, and can be renamed", async ({ visitor, portal, anotherBrowser }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const app = await startSecondApp(visitor);
  expect(app.secret).not.toBe(person.secret);
  await test.step("a name that exists, is empty or too long is refused, and what was typed stays", async () => {
    await expect(visitor.field(words.name)).not.toHaveValue("");
    const code = await app.code();
    for (const [name, problem] of [["", words.emptyName], ["Authenticator APP", words.nameTaken], ["x".repeat(65), words.tooLong]]) {
      await visitor.field(words.name).fill(name ?? "");
      await giveCode(visitor, code);
      await visitor.isRefused(words.testAlone, problem ?? "", words.name);
      await expect(visitor.field(words.name)).toHaveValue(name ?? "");
    }
  });
  await visitor.field(words.name).fill("Tablet");
  await giveCode(visitor, await app.wrong());
  await visitor.isRefused(words.testAlone, words.wrongCode, words.code);
  await expect(visitor.field(words.name)).toHaveValue("Tablet");
  await giveCode(visitor, await app.code());
  await visitor.isAt(words.security);
  await visitor.isTold(words.appAdded);
  await expect(row(visitor, "Tablet")).toBeVisible();
  await expect(row(visitor, "Authenticator app")).toBeVisible();

  await test.step("either app opens the account", async () => {
    const second = await anotherBrowser();
    await signIn(second, person, app);
  });

  await test.step("a new name stands in the list", async () => {
    await visitor.choose(`${words.rename} Tablet`);
    await visitor.isAt(words.renameTitle);
    await expect(visitor.field(words.name)).toHaveValue("Tablet");
    await visitor.field(words.name).fill("authenticator app");
    await visitor.press(words.save);
    await visitor.isRefused(words.renameTitle, words.nameTaken, words.name);
    await visitor.field(words.name).fill("  Old tablet  ");
    await visitor.press(words.save);
    await visitor.isAt(words.security);
    await visitor.isTold(words.appRenamed);
    await expect(row(visitor, "Old tablet")).toBeVisible();
    await expect(row(visitor, "Tablet")).toHaveCount(0);
  });
  const subjects = async () => (await portal.messages()).filter((message) => message.to === person.user).length;
  await expect.poll(subjects).toBeGreaterThan(0);
});

test("what is unticked goes after a question, and the other app keeps working", async ({ visitor }) => {
  const { page, words } = visitor;
  const app = await startSecondApp(visitor);
  await visitor.field(words.name).fill("Tablet");
  await giveCode(visitor, await app.code());
  await visitor.isTold(words.appAdded);

  await tick(visitor, "Authenticator app").uncheck();
  await visitor.press(words.save);
  await visitor.isAt(words.deleteMethod);
  await visitor.sees("Authenticator app");
  await visitor.choose(words.no);
  await visitor.isAt(words.security);
  await expect(tick(visitor, "Authenticator app")).toBeChecked();

  await tick(visitor, "Authenticator app").uncheck();
  await visitor.press(words.save);
  await visitor.press(words.yes);
  await visitor.isAt(words.security);
  await visitor.isTold(words.methodDeleted);
  await expect(row(visitor, "Authenticator app")).toHaveCount(0);
  await expect(visitor.field(words.preferred).locator("option:checked")).toHaveText(words.options[4] ?? "");

  await test.step("the phone, which serves no sign-in, can go too", async () => {
    await page.getByRole("checkbox", { name: words.phone }).uncheck();
    await visitor.press(words.save);
    await visitor.sees("+31 6 12345678");
    await visitor.press(words.yes);
    await visitor.isTold(words.methodDeleted);
    await expect(page.getByRole("checkbox", { name: words.phone })).toHaveCount(0);
  });
});

test("the last method cannot be deleted while the organisation requires one", async ({ visitor }) => {
  const { words } = visitor;
  await visitor.choose(`${words.delete} Authenticator app`);
  await visitor.isAt(words.deleteMethod);
  await visitor.sees(words.lastMethod);
  await expect(visitor.button(words.yes)).toHaveCount(0);
  await visitor.choose(words.back);
  await visitor.isAt(words.security);
  await tick(visitor, "Authenticator app").uncheck();
  await visitor.press(words.save);
  await visitor.sees(words.lastMethod);
  await expect(visitor.button(words.yes)).toHaveCount(0);
  // The question does not stand in the way of a form that was made by hand.
  await visitor.open("/security");
  const keep = await visitor.page.locator("input[name=keep]").evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value));
  await visitor.post("/security", { default: "app_code", confirmed: "yes", keep: keep.find((key) => key === "phone") ?? "" });
  await visitor.open("/security");
  await expect(row(visitor, "Authenticator app")).toBeVisible();
});

test("when there are as many apps as allowed, the page says so", async ({ visitor, portal }) => {
  const { words } = visitor;
  await portal.policy("max_apps=1");
  await visitor.openUntil("/security", words.tooManyApps(1));
  await expect(visitor.button(words.setUpApp)).toHaveCount(0);
  await visitor.post("/security/app/start");
  await visitor.open("/security/app");
  await visitor.isAt(words.security);
});

test("what is not there is said plainly", async ({ visitor, guard }) => {
  guard.expect(/status of 404 /);
  await visitor.open("/security/apps/00000000000000000000000000/delete");
  await visitor.isAt(visitor.words.nothingHere);
  await visitor.choose(visitor.words.toStart);
  await visitor.isAt(visitor.words.profile);
});

/** From "Set up Authenticator app" to the box for the code. */
async function startSecondApp(visitor: Visitor): Promise<Authenticator> {
  const { words } = visitor;
  await visitor.press(words.setUpApp);
  await visitor.isAt(words.configure);
  const app = await scanPicture(visitor, "ready@example.org");
  await visitor.press(words.done);
  await visitor.isAt(words.testAlone);
  return app;
}

/** The row of an app in the list of methods. */
function row(visitor: Visitor, name: string): Locator {
  const { page } = visitor;
  return page.locator(".method").filter({ has: page.locator(".method__value").getByText(name, { exact: true }) });
}

function tick(visitor: Visitor, name: string): Locator {
  return row(visitor, name).getByRole("checkbox");
}
