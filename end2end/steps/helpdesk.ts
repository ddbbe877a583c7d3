/** The helpdesk at work: finding somebody, and saying how it is known who is calling. */

import { Authenticator } from "./authenticator.ts";
import { signIn } from "./sign_in.ts";
import type { Visitor } from "./visitor.ts";

/** Signs in as one of the staff and opens the helpdesk. */
export async function work(visitor: Visitor, role: "helpdesk" | "supervisor" | "admin" = "helpdesk"): Promise<void> {
  const person = visitor.portal.person(role);
  await signIn(visitor, person, new Authenticator(person.secret));
  await visitor.open("/helpdesk");
  await visitor.isAt(visitor.words.helpdesk);
}

/** Types the beginning of a name and looks. */
export async function find(visitor: Visitor, typed: string): Promise<void> {
  await visitor.field(visitor.words.findBox).fill(typed);
  await visitor.press(visitor.words.find);
}

/** The caller stands there, and there is a ticket. */
export async function known(visitor: Visitor, ticket = "T-4711"): Promise<void> {
  await visitor.page.getByRole("radio", { name: visitor.words.inPerson }).check();
  await visitor.field(visitor.words.ticket).fill(ticket);
}

/** Called back, which lets a number wait. */
export async function calledBack(visitor: Visitor, ticket = "T-4711"): Promise<void> {
  await visitor.page.getByRole("radio", { name: visitor.words.callBack }).check();
  await visitor.field(visitor.words.ticket).fill(ticket);
}

/** Opens somebody's page. */
export async function openPerson(visitor: Visitor, person: { name: string; user: string }): Promise<void> {
  await visitor.open("/helpdesk");
  await find(visitor, person.user);
  await visitor.choose(person.name);
  await visitor.isAt(person.name);
}

/** Types the new password twice and goes on. */
export async function chooseNewPassword(visitor: Visitor, password: string): Promise<void> {
  const { words } = visitor;
  await visitor.isAt(words.chooseNew);
  await visitor.field(words.newPassword).fill(password);
  await visitor.field(words.newAgain).fill(password);
  await visitor.press(words.saveAndGoOn);
}

/** The pass or the temporary password that the page shows. */
export async function shownPass(visitor: Visitor): Promise<string> {
  return (await visitor.page.locator("#pass-value").innerText()).replace(/\s/g, "");
}
