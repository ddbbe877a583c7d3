/** App passwords: made, shown once, used by a mail server, deleted, and the reasons why not. */

import type { Locator } from "@playwright/test";

import { Authenticator } from "../../steps/authenticator.ts";
import { shownAppPassword } from "../../steps/enrol.ts";
import { signIn } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";
import type { Visitor } from "../../steps/visitor.ts";

test.beforeEach(async ({ visitor, portal }) => {
  const person = portal.person("ready");
  await signIn(visitor, person, new Authenticator(person.secret));
  await visitor.choose(visitor.words.appPasswords);
  await visitor.isAt(visitor.words.appPasswords);
});

test("a name that will not do is refused beside its box and stays there", async ({ visitor }) => {
  const { words } = visitor;
  await visitor.choose(words.create);
  await visitor.isAt(words.createTitle);
  for (const [name, problem] of [["", words.emptyName], ["   ", words.emptyName], ["x".repeat(65), words.tooLong], ["LAPTOP", words.nameTaken]]) {
    await visitor.field(words.name).fill(name ?? "");
    await visitor.press(words.next);
    await visitor.isRefused(words.createTitle, problem ?? "", words.name);
    await expect(visitor.field(words.name)).toHaveValue(name ?? "");
  }
  await visitor.choose(words.cancel);
  await visitor.isAt(words.appPasswords);
  await expect(rows(visitor)).toHaveCount(2);
});

test("an app password is shown once, opens the mailbox until it is deleted, and the account password does not", async ({ visitor, portal }) => {
  const { page, words } = visitor;
  const person = portal.person("ready");
  const value = await create(visitor, "Desktop");
  await visitor.sees(words.once);
  await test.step("a reload still shows it, because it was not closed", async () => {
    await page.reload();
    await visitor.settled();
    expect(await shownAppPassword(visitor)).toBe(value);
  });
  await visitor.press(words.close);
  await visitor.isAt(words.appPasswords);
  await visitor.isTold(words.appPasswordReady);
  await test.step("after Close nothing shows it again", async () => {
    await page.goBack();
    await visitor.settled();
    await expect(page.locator("#app-password")).toHaveCount(0);
    expect(await page.content()).not.toContain(value.slice(0, 4) + "</span>");
    await visitor.open("/app-passwords/created");
    await visitor.isAt(words.appPasswords);
    await page.reload();
    expect((await page.content()).replaceAll(/<[^>]*>/g, "")).not.toContain(value);
  });

  await test.step("a mail server lets it in, in every spelling, and nothing else", async () => {
    await expect(cell(visitor, "Desktop", 1)).toHaveText(words.neverUsed);
    const spelled = value.replaceAll(/(.{4})(?=.)/g, "$1-").toUpperCase();
    expect(await portal.check(person.user, value)).toEqual({ ok: true, user: person.user });
    expect(await portal.check(person.user.toUpperCase(), spelled)).toEqual({ ok: true, user: person.user });
    expect(await portal.check(person.user, person.password)).toEqual({ ok: false });
    expect(await portal.check("optional@example.org", value)).toEqual({ ok: false });
  });

  await test.step("the list tells when, through which service and from where it was used", async () => {
    await visitor.openUntil("/app-passwords", words.imap, 60_000);
    await expect(cell(visitor, "Desktop", 1)).toContainText(words.imap);
    await expect(cell(visitor, "Desktop", 1)).toContainText("192.0.2.7");
    await expect(cell(visitor, "Laptop", 1)).toHaveText(words.neverUsed);
  });

  await test.step("it is deleted after a question, and refused from then on", async () => {
    await visitor.choose(`${words.delete} Desktop`);
    await visitor.isAt(words.deleteTitle("Desktop"));
    await visitor.choose(words.no);
    await visitor.isAt(words.appPasswords);
    expect(await portal.check(person.user, value)).toEqual({ ok: true, user: person.user });
    await visitor.choose(`${words.delete} Desktop`);
    await visitor.press(words.yes);
    await visitor.isAt(words.deletedTitle);
    await visitor.sees("Desktop");
    expect(await portal.check(person.user, value)).toEqual({ ok: false });
    await visitor.choose(words.close);
    await visitor.isAt(words.appPasswords);
    await expect(rows(visitor)).toHaveCount(2);
  });
  const subjects = async () => (await portal.messages()).filter((message) => message.to === person.user).length;
  await expect.poll(subjects).toBeGreaterThanOrEqual(2);
});

test("a name is shown as it was typed, also when it looks like a page", async ({ visitor }) => {
  const { page, words } = visitor;
  const name = `<img src=x onerror=alert(1)> "Léa's" & co`;
  await create(visitor, name);
  await visitor.sees(name);
  await visitor.press(words.close);
  await expect(page.getByRole("rowheader", { name, exact: true })).toBeVisible();
  await visitor.choose(`${words.delete} ${name}`);
  await visitor.isAt(words.deleteTitle(name));
  await expect(page.locator("main img")).toHaveCount(0);
});

test("all can be deleted at once, after a question", async ({ visitor, portal }) => {
  const { words } = visitor;
  const value = await create(visitor, "Desktop");
  await visitor.press(words.close);
  await visitor.choose(words.deleteAll);
  await visitor.isAt(words.deleteAllTitle(3));
  await visitor.choose(words.no);
  await expect(rows(visitor)).toHaveCount(3);
  await visitor.choose(words.deleteAll);
  await visitor.press(words.yes);
  await visitor.isAt(words.appPasswords);
  await visitor.isTold(words.appPasswordsDeleted);
  await visitor.sees(words.noAppPasswords);
  expect(await portal.check("ready@example.org", value)).toEqual({ ok: false });
});

test("at forty the page asks to delete one first", async ({ visitor }) => {
  const { words } = visitor;
  for (let number = 3; number <= 40; number += 1) {
    const made = await visitor.post("/app-passwords/create", { name: `Device ${number}` });
    expect(made, `Device ${number}`).toEqual({ status: 303, location: "/app-passwords/created" });
  }
  await visitor.open("/app-passwords");
  await expect(rows(visitor)).toHaveCount(40);
  await visitor.sees(words.limit(40));
  await expect(visitor.link(words.create)).toHaveCount(0);
  await visitor.post("/app-passwords/create", { name: "One too many" });
  await visitor.open("/app-passwords");
  await visitor.seesNothingOf("One too many");
  await visitor.choose(`${words.delete} Device 40`);
  await visitor.press(words.yes);
  await visitor.choose(words.close);
  await expect(visitor.link(words.create)).toBeVisible();
});

test("a limit that is reached while the form stands open is said on the form", async ({ visitor, portal }) => {
  const { words } = visitor;
  await visitor.choose(words.create);
  await visitor.field(words.name).fill("Third");
  await portal.policy("app_password_limit=2");
  await expect.poll(async () => (await visitor.ask("/app-passwords")).body).toContain(words.limit(2));
  await visitor.press(words.next);
  await visitor.isRefused(words.createTitle, words.limit(2));
  await expect(visitor.field(words.name)).toHaveValue("Third");
});

test("when the organisation stops new ones the page says why, and the old ones work and can be deleted", async ({ visitor, portal }) => {
  const { words } = visitor;
  const person = portal.person("ready");
  const value = await create(visitor, "Desktop");
  await visitor.press(words.close);
  await portal.policy("allow_app_passwords=false");
  await visitor.openUntil("/app-passwords", words.appPasswordsOff);
  await visitor.sees(words.offButWorking);
  await expect(visitor.link(words.create)).toHaveCount(0);
  expect(await portal.check(person.user, value)).toEqual({ ok: true, user: person.user });
  await visitor.open("/app-passwords/create");
  await visitor.isAt(words.appPasswords);
  await visitor.choose(`${words.delete} Desktop`);
  await visitor.press(words.yes);
  await visitor.choose(words.close);
  await expect(rows(visitor)).toHaveCount(2);
  expect(await portal.check(person.user, value)).toEqual({ ok: false });
});

/** Makes one and stays on the page that shows it. */
async function create(visitor: Visitor, name: string): Promise<string> {
  const { words } = visitor;
  await visitor.choose(words.create);
  await visitor.field(words.name).fill(name);
  await visitor.press(words.next);
  await visitor.isAt(words.createdTitle);
  return shownAppPassword(visitor);
}

function rows(visitor: Visitor): Locator {
  return visitor.page.getByRole("rowheader");
}

/** A cell of the list: 0 is the date it was made, 1 its last use. */
function cell(visitor: Visitor, name: string, column: number): Locator {
  const { page } = visitor;
  return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) }).getByRole("cell").nth(column);
}
