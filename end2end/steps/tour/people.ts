/** Everybody: the list with and without filters, a quick step, a file with and without problems, the report. */

import { work } from "../helpdesk.ts";
import type { Walk } from "../tour.ts";

export const people: Walk = async (visitor, look) => {
  const { portal, words } = visitor;
  await work(visitor, "admin");
  await visitor.open("/administration/people");
  await look("people");
  await visitor.field(words.begins).fill("x");
  await visitor.press(words.show);
  await look("people-too-short");
  await visitor.field(words.begins).fill("nobody");
  await visitor.press(words.show);
  await look("people-nobody");
  await visitor.open("/administration/people");
  await visitor.field(words.selectPerson(portal.person("optional").name)).check();
  await visitor.field(words.selectPerson(portal.person("supervisor").name)).check();
  await visitor.press(words.enable);
  await look("people-enable");
  await visitor.press(words.yes);
  await look("people-enabled");
  await visitor.open("/administration/people/import");
  await look("import");
  await visitor.press(words.check);
  await look("import-empty");
  await visitor.field(words.orPaste).fill("user,name\none@example.org,\n");
  await visitor.press(words.check);
  await look("import-problem");
  await visitor.field(words.orPaste).fill("user,name\none@example.org,One\n");
  await visitor.press(words.check);
  await look("import-check");
  await visitor.press(words.importNow);
  await look("imported");
  await visitor.open("/administration/report");
  await look("report");
};
