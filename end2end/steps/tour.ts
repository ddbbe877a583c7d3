/**
 * A walk past every screen of the portal, in every state that a person can bring about. Whoever looks
 * at screens, be it for accessibility or for pictures, takes these walks and looks at each stop.
 */

import type { Visitor } from "./visitor.ts";
import { administration } from "./tour/administration.ts";
import { arrival } from "./tour/arrival.ts";
import { appPasswords } from "./tour/app_passwords.ts";
import { edges } from "./tour/edges.ts";
import { grace } from "./tour/grace.ts";
import { given, helpdesk, secondYes } from "./tour/helpdesk.ts";
import { people } from "./tour/people.ts";
import { phones } from "./tour/phones.ts";
import { security } from "./tour/security.ts";

/** Called at every screen with its name. */
export type Look = (name: string) => Promise<void>;
export type Walk = (visitor: Visitor, look: Look) => Promise<void>;

export const walks: Record<string, Walk> = {
  arrival, grace, security, "app passwords": appPasswords, phones, helpdesk, given, "second yes": secondYes, administration, people, edges,
};
