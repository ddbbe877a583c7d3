/** What the boxes do while somebody types, where scripts run. */

import { Authenticator } from "../../steps/authenticator.ts";
import { pasted } from "../../steps/clipboard.ts";
import { chooseApp, scanPicture } from "../../steps/enrol.ts";
import { givePassword, signIn } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";

test("a password can be shown, and is hidden again before it is sent", async ({ visitor, portal }) => {
  const { page, words } = visitor;
  await visitor.open("/sign-in");
  await visitor.field(words.user).fill(portal.person("ready").user);
  const box = visitor.field(words.password);
  await box.fill("not the password");
  await expect(box).toHaveAttribute("type", "password");
  await visitor.button(words.showPassword).click();
  await expect(box).toHaveAttribute("type", "text");
  await visitor.button(words.hidePassword).click();
  await expect(box).toHaveAttribute("type", "password");
  await visitor.button(words.showPassword).click();
  let typeWhenSent = "";
  await page.route("**/sign-in", async (route) => {
    typeWhenSent = (await page.locator("#password").getAttribute("type")) ?? "";
    await route.continue();
  });
  await visitor.press(words.signIn);
  await visitor.isRefused(words.signIn, words.wrongCredentials);
  expect(typeWhenSent).toBe("password");
});

test("the code box keeps the digits of what is typed or pasted", async ({ visitor, portal }) => {
  const { words } = visitor;
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("ready"));
  const box = visitor.field(words.code);
  await box.pressSequentially("12 a3-");
  await expect(box).toHaveValue("123");
  await box.fill(" 987 654\n3");
  await expect(box).toHaveValue("987654");
});

test("a name that cannot be kept is blamed while it is typed, an empty one is not", async ({ visitor, portal }) => {
  const { page, words } = visitor;
  const person = portal.person("ready");
  await signIn(visitor, person, new Authenticator(person.secret));
  await visitor.open("/app-passwords/create");
  const box = visitor.field(words.name);
  const hint = page.getByRole("status").filter({ hasText: words.tooLong });
  await box.fill("x".repeat(64));
  await expect(hint).toHaveCount(0);
  await box.pressSequentially("x");
  await expect(hint).toBeVisible();
  await expect(box).toHaveAttribute("aria-invalid", "true");
  await box.fill("");
  await expect(hint).toHaveCount(0);
  await expect(box).not.toHaveAttribute("aria-invalid");
});

test("the key and its address can be copied", async ({ visitor, portal, context }) => {
  const { page, words } = visitor;
  await context.grantPermissions(["clipboard-write"]);
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("new"));
  await chooseApp(visitor);
  const app = await scanPicture(visitor, "new@example.org");
  for (const [label, text] of [[words.copyCode, app.secret], [words.copyUrl, await page.locator("#url").innerText()]]) {
    await visitor.button(label ?? "").click();
    await expect(page.getByRole("status").filter({ hasText: words.copied }).last()).toBeVisible();
    expect(await pasted(context)).toBe(text);
    await page.bringToFront();
  }
});

test("where copying is not allowed the text is selected instead", async ({ visitor, portal, context }) => {
  const { page, words } = visitor;
  await context.addInitScript(() => {
    Object.defineProperty(navigator.clipboard, "writeText", { value: () => Promise.reject(new Error("not allowed")) });
  });
  const person = portal.person("ready");
  await signIn(visitor, person, new Authenticator(person.secret));
  await visitor.open("/app-passwords/create");
  await visitor.field(words.name).fill("Copied by hand");
  await visitor.press(words.next);
  await visitor.button(words.copyPassword).click();
  await expect(page.getByRole("status").filter({ hasText: words.copyFailed })).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString().replaceAll(/\s/g, ""))).toMatch(/^[a-z]{16}$/);
});
