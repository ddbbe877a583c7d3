/** Pages for everybody, people without two-step verification, and what is said when something is wrong. */

import { signIn } from "../sign_in.ts";
import type { Walk } from "../tour.ts";

export const edges: Walk = async (visitor, look) => {
  const { page, portal, words } = visitor;
  await visitor.open("/help");
  await look("help");
  await visitor.open("/demo/phone");
  await look("pretend-phone-empty");
  const person = portal.person("optional");
  await signIn(visitor, person);
  await visitor.choose(words.security);
  await look("security-optional");
  await visitor.choose(words.appPasswordsTab);
  await look("app-passwords-need-two-step");
  await visitor.open("/step-up");
  await look("step-up-password-only");
  await visitor.open("/profile/password");
  const next = "Violet lantern 47 tumbles past the harbour";
  await visitor.field(words.currentPassword).fill(person.password);
  await visitor.field(words.newPassword).fill(next);
  await visitor.field(words.newAgain).fill(next);
  await visitor.press(words.changePassword);
  await look("profile-password-changed");
  await visitor.open("/nowhere");
  await look("fault-not-found");
  await visitor.open("/sign-out");
  await look("fault-method");
  await page.context().clearCookies();
  await visitor.open("/demo/phone");
  await look("pretend-phone");
};
