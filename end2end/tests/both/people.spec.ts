/** Everybody at once: quick steps for those who are ticked, a file of people, the registration report. */

import { work } from "../../steps/helpdesk.ts";
import { expect, test } from "../../steps/test.ts";

for (const language of ["en", "nl"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("a file is checked, corrected and imported, and two people are enabled", async ({ visitor, page }) => {
      const { words } = visitor;
      await work(visitor, "admin");
      await visitor.open("/administration");
      await visitor.choose(words.importPeople);
      await visitor.press(words.check);
      await visitor.isRefused(words.importPeople, words.chooseFile, words.csvFile);
      const lines = "user,name,state\nzora@example.org,Zora Zeist,disabled\nzeno@example.org,,disabled\n";
      await visitor.field(words.csvFile).setInputFiles({
        name: "people.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(lines),
      });
      await visitor.press(words.check);
      await visitor.isAt(words.wouldDo);
      await visitor.sees(words.cellEmpty);
      await expect(visitor.button(words.importNow)).toHaveCount(0);
      await visitor.field(words.orPaste).fill(lines.replace("org,,", "org,Zeno Zand,"));
      await visitor.press(words.check);
      await visitor.isAt(words.wouldDo);
      await visitor.press(words.importNow);
      await visitor.isAt(words.people);
      await visitor.isTold(words.imported);

      await visitor.field(words.begins).fill("z");
      await visitor.press(words.show);
      await visitor.isRefused(words.people, words.tooShort, words.begins);
      await visitor.field(words.begins).fill("ze");
      await visitor.press(words.show);
      await visitor.sees("Zeno Zand");
      await visitor.sees("Zora Zeist");
      await visitor.seesNothingOf("Remy Ready");
      await visitor.field(words.selectPerson("Zeno Zand")).check();
      await visitor.field(words.selectPerson("Zora Zeist")).check();
      await visitor.press(words.enable);
      await visitor.isAt(words.enable);
      await visitor.sees(words.concernsTwo);
      await visitor.press(words.yes);
      await visitor.sees(words.enabledTwo);

      await visitor.open("/administration/report");
      await visitor.isAt(words.report);
      await expect(page.getByRole("img", { name: words.chart })).toBeVisible();
      await visitor.choose(words.registered);
      await visitor.isAt(words.people);
      await visitor.sees("Remy Ready");
      await visitor.seesNothingOf("Zeno Zand");
    });
  });
}
