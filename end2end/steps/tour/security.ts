/** "Additional security verification" and the account password. */

import { Authenticator } from "../authenticator.ts";
import { scanPicture } from "../enrol.ts";
import { giveCode, givePassword } from "../sign_in.ts";
import type { Walk } from "../tour.ts";

export const security: Walk = async (visitor, look) => {
  const { page, portal, words } = visitor;
  const person = portal.person("ready");
  // The last method is the app only where telephones are off.
  await portal.policy("allow_text=false", "allow_call=false");
  await visitor.open("/sign-in");
  await givePassword(visitor, person);
  await visitor.field(words.remember(14)).check();
  await look("second-step-ticked");
  await giveCode(visitor, await new Authenticator(person.secret).code());
  await look("profile");
  await visitor.choose(words.security);
  await look("security");
  await page.getByText(words.whyOff).click();
  await look("security-reasons");
  await visitor.choose(`${words.delete} Authenticator app`);
  await look("delete-last-refused");
  await visitor.choose(words.back);
  await visitor.press(words.setUpApp);
  await look("add-app");
  const app = await scanPicture(visitor, person.user);
  await visitor.press(words.done);
  await look("add-app-test");
  await visitor.field(words.name).fill("Authenticator app");
  await giveCode(visitor, await app.code());
  await look("add-app-test-refused");
  await visitor.field(words.name).fill("Tablet in the reading room");
  await giveCode(visitor, await app.code());
  await look("security-two-apps");
  await visitor.choose(`${words.rename} Authenticator app`);
  await look("rename");
  await visitor.field(words.name).fill("");
  await visitor.press(words.save);
  await look("rename-refused");
  await visitor.choose(words.cancel);
  await visitor.choose(`${words.delete} Authenticator app`);
  await look("delete-app");
  await visitor.press(words.yes);
  await look("security-deleted");
  await portal.lockApps();
  await visitor.open("/security");
  await look("security-locked");

  await visitor.open("/security/browsers/restore");
  await look("restore-trusted");

  await visitor.open("/profile/password");
  await look("change-password");
  await visitor.press(words.changePassword);
  await look("change-password-refused");
  const next = "Violet lantern 47 tumbles past the harbour";
  await visitor.field(words.currentPassword).fill(person.password);
  await visitor.field(words.newPassword).fill(next);
  await visitor.field(words.newAgain).fill(next);
  await visitor.press(words.changePassword);
  await look("password-changed");
  await visitor.open("/step-up");
  await look("step-up");
  await visitor.press(words.continue);
  await look("step-up-refused");
};
