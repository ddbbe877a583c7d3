/** Signing in: the password, the second step, and out again. */

import type { Authenticator } from "./authenticator.ts";
import type { Person } from "./portal.ts";
import type { Visitor } from "./visitor.ts";

/** Types user name and password and presses the button, wherever that leads. */
export async function givePassword(visitor: Visitor, person: { user: string; password: string }): Promise<void> {
  const { words } = visitor;
  await visitor.field(words.user).fill(person.user);
  await visitor.field(words.password).fill(person.password);
  await visitor.press(words.signIn);
}

/** Types a code and presses the button, wherever that leads. */
export async function giveCode(visitor: Visitor, code: string): Promise<void> {
  await visitor.field(visitor.words.code).fill(code);
  await visitor.press(visitor.words.verify);
}

/** From the sign-in page to the profile, with a second step where the person has one. */
export async function signIn(visitor: Visitor, person: Person, app?: Authenticator): Promise<void> {
  await visitor.open("/sign-in");
  await givePassword(visitor, person);
  if (app) {
    await visitor.isAt(visitor.words.secondStep);
    await giveCode(visitor, await app.code());
  }
  await visitor.isAt(visitor.words.profile);
}

/** Through the account menu. */
export async function signOut(visitor: Visitor, person: Person): Promise<void> {
  await openMenu(visitor, person);
  await visitor.press(visitor.words.signOut);
  await visitor.isAt(visitor.words.signIn);
}

/** Opens the account menu at the top of the page. */
export async function openMenu(visitor: Visitor, person: Person): Promise<void> {
  await visitor.page.getByRole("banner").getByText(person.name, { exact: true }).click();
}
