/** Putting the set-up off, where the organisation's rules have just allowed it. */

import { givePassword } from "./sign_in.ts";
import type { Visitor } from "./visitor.ts";

/** From the sign-in page to the gate that can be put off; the portal notices new rules a moment later. */
export async function toGraceGate(visitor: Visitor, person: { user: string; password: string }): Promise<void> {
  const { words } = visitor;
  await givePassword(visitor, person);
  await visitor.isAt(words.gate);
  await visitor.openUntil("/enrol", words.canPutOff);
}

/** The same, and past it. */
export async function skipAtGate(visitor: Visitor, person: { user: string; password: string }): Promise<void> {
  await toGraceGate(visitor, person);
  await visitor.press(visitor.words.skipNow);
}
