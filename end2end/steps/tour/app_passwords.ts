/** The tab "app passwords" in every state. */

import { Authenticator } from "../authenticator.ts";
import { shownAppPassword } from "../enrol.ts";
import { signIn } from "../sign_in.ts";
import type { Walk } from "../tour.ts";

export const appPasswords: Walk = async (visitor, look) => {
  const { portal, words } = visitor;
  const person = portal.person("ready");
  await signIn(visitor, person, new Authenticator(person.secret));
  await visitor.choose(words.appPasswords);
  await look("app-passwords");
  await visitor.choose(words.create);
  await look("create");
  await visitor.press(words.next);
  await look("create-refused");
  await visitor.field(words.name).fill("Desktop in the office on the second floor");
  await visitor.press(words.next);
  await look("created");
  const value = await shownAppPassword(visitor);
  await visitor.press(words.close);
  await portal.check(person.user, value, "imap", "2001:db8:85a3::8a2e:370:7334");
  await portal.ageAppPasswords(100);
  await visitor.openUntil("/app-passwords", words.imap, 60_000);
  await look("app-passwords-used");
  await visitor.choose(`${words.delete} Laptop`);
  await look("delete");
  await visitor.press(words.yes);
  await look("deleted");
  await visitor.choose(words.close);
  await visitor.choose(words.deleteAll);
  await look("delete-all");
  await portal.policy("app_password_limit=2");
  await visitor.openUntil("/app-passwords", words.limit(2));
  await look("app-passwords-limit");
  await portal.policy("allow_app_passwords=false");
  await visitor.openUntil("/app-passwords", words.appPasswordsOff);
  await look("app-passwords-off");
  await visitor.open("/app-passwords/delete-all");
  await visitor.press(words.yes);
  await look("app-passwords-none");
};
