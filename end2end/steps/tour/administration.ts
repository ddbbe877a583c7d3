/**
 * The administration: the start, the record with and without filters, what is wrong with one, fraud, the
 * rules changed in two steps, the greetings of calls, the gateways.
 */

import { expect } from "@playwright/test";

import { greetingFile } from "../greeting.ts";
import { work } from "../helpdesk.ts";
import { openMenu } from "../sign_in.ts";
import type { Walk } from "../tour.ts";

export const administration: Walk = async (visitor, look) => {
  const { page, portal, words } = visitor;
  await work(visitor, "admin");
  await openMenu(visitor, portal.person("admin"));
  await visitor.choose(words.administration);
  await look("administration");
  await visitor.press(words.verifyNow);
  await look("administration-verified");
  await visitor.choose(words.auditRecord);
  await look("audit");
  await page.locator("main td details summary").first().click();
  await look("audit-details");
  await visitor.field(words.userName).fill("nobody@example.org");
  await visitor.field(words.from).fill("2026-11-01");
  await visitor.press(words.show);
  await look("audit-nobody");
  await visitor.field(words.userName).fill(portal.person("ready").user);
  await visitor.press(words.show);
  await look("audit-found");
  await expect(visitor.link(words.csv)).toBeVisible();
  await visitor.open("/administration/fraud");
  await look("fraud");
  await visitor.open("/administration/rules");
  await look("rules");
  await visitor.choose(words.changeRules);
  await look("rules-change");
  await visitor.field(words.rememberDays).fill("366");
  await visitor.press(words.showChange);
  await look("rules-wrong");
  await visitor.field(words.rememberDays).fill("7");
  await visitor.press(words.showChange);
  await look("rules-preview");
  await visitor.press(words.putInForce);
  await look("rules-changed");
  await visitor.choose(words.greetings);
  await look("greetings");
  await visitor.choose(words.uploadGreeting);
  await look("greeting-form");
  await visitor.press(words.useFile);
  await look("greeting-missing");
  await visitor.field(words.soundFile).setInputFiles(greetingFile);
  await visitor.press(words.useFile);
  await look("greeting-set");
  await visitor.choose(words.removeGreeting);
  await look("greeting-remove");
  await visitor.open("/administration/gateways");
  await look("gateways");
  await visitor.press(words.testMail);
  await look("gateways-tested");
};
