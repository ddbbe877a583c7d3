/** The first sign-in where it can be put off, what reminds of it, and the same as the helpdesk sees it. */

import { toGraceGate } from "../grace.ts";
import { openPerson, work } from "../helpdesk.ts";
import type { Walk } from "../tour.ts";

export const grace: Walk = async (visitor, look) => {
  const { page, portal, words } = visitor;
  const person = portal.person("new");
  await portal.policy("grace_days=14");
  await visitor.open("/sign-in");
  await toGraceGate(visitor, person);
  await look("gate-grace");
  await visitor.press(words.skipNow);
  await look("profile-grace");
  await visitor.choose(words.setItUp);
  await look("security-grace");
  await page.context().clearCookies();
  await visitor.open("/sign-in");
  await toGraceGate(visitor, person);
  await portal.ageGrace(14);
  await visitor.press(words.skipNow);
  await look("gate-late");
  await page.context().clearCookies();
  await work(visitor);
  await portal.ageGrace(-7);
  await openPerson(visitor, person);
  await look("helpdesk-person-grace");
};
