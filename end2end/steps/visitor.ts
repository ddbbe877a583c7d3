/**
 * A person at a browser: opens pages, presses what carries a label, fills in what carries a label, and
 * looks at where that led. The same in a browser without scripts and on a page that is alive.
 */

import { expect, type Locator, type Page } from "@playwright/test";

import type { Portal } from "./portal.ts";
import type { Words } from "./words.ts";

export class Visitor {
  constructor(
    readonly page: Page,
    readonly words: Words,
    readonly alive: boolean,
    readonly portal: Portal,
  ) {}

  /** Types an address. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.settled();
  }

  /** Opens a page again and again until it says this: for what the portal notices a moment later. */
  async openUntil(path: string, text: string, patience = 20_000): Promise<void> {
    await expect(async () => {
      await this.open(path);
      await expect(this.page.locator("main")).toContainText(text, { timeout: 1 });
    }).toPass({ timeout: patience, intervals: [200, 500, 1_000] });
  }

  /** The page stands, and is alive where scripts run. */
  async settled(): Promise<void> {
    if (this.alive) await expect(this.page.locator("html[data-hydrated]:not([data-loading])")).toBeAttached();
  }

  /** Does what leads to another page, or to the same page again, and waits until it is there. */
  async follow(action: () => Promise<void>): Promise<void> {
    await this.page.locator("main").evaluate((main) => main.setAttribute("data-seen", ""));
    await action();
    await expect(this.page.locator("main:not([data-seen])")).toBeAttached({ timeout: 30_000 });
    await this.settled();
  }

  button(label: string): Locator {
    return this.page.getByRole("button", { name: label, exact: true });
  }

  link(label: string): Locator {
    return this.page.getByRole("link", { name: label, exact: true });
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  async press(label: string): Promise<void> {
    await this.follow(() => this.button(label).click());
  }

  async choose(label: string): Promise<void> {
    await this.follow(() => this.link(label).click());
  }

  /** The page with this title is open. */
  async isAt(title: string): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: title, exact: true })).toBeVisible();
    await expect(this.page).toHaveTitle(`${title} - Proofup`);
  }

  /** The page with this title is open and says what is wrong: beside the field and in the summary. */
  async isRefused(title: string, text: string, label?: string): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: title, exact: true })).toBeVisible();
    await expect(this.page).toHaveTitle(`${this.words.errorPrefix}${title} - Proofup`);
    const summary = this.page.getByRole("alert");
    await expect(summary.getByRole("heading", { name: this.words.problems })).toBeVisible();
    await expect(summary).toContainText(text);
    if (label !== undefined) {
      const field = this.field(label);
      await expect(field).toHaveAttribute("aria-invalid", "true");
      await expect(field).toHaveAccessibleDescription(new RegExp(escaped(text)));
      const id = (await field.getAttribute("id")) ?? "";
      await expect(summary.locator(`a[href="#${id}"]`)).toContainText(text);
      await expect(this.page.locator(`#${id}-problem`)).toBeVisible();
    }
  }

  /** The one-time message on top of the page. */
  async isTold(text: string): Promise<void> {
    await expect(this.page.locator("main").getByRole("status").filter({ hasText: text })).toBeVisible();
  }

  async sees(text: string): Promise<void> {
    await expect(this.page.locator("main")).toContainText(text);
  }

  async seesNothingOf(text: string): Promise<void> {
    await expect(this.page.locator("main")).not.toContainText(text);
  }

  /** Posts a form by hand, as this browser would but without following the answer. */
  async post(path: string, form: Record<string, string> = {}): Promise<{ status: number; location: string }> {
    const answer = await this.page.request.post(path, {
      form,
      maxRedirects: 0,
      headers: { origin: this.portal.origin },
    });
    return { status: answer.status(), location: answer.headers()["location"] ?? "" };
  }

  /** Asks for an address as this browser would, without following the answer. */
  async ask(path: string): Promise<{ status: number; location: string; body: string }> {
    const answer = await this.page.request.get(path, { maxRedirects: 0, headers: { accept: "text/html" } });
    return { status: answer.status(), location: answer.headers()["location"] ?? "", body: await answer.text() };
  }

  /** The value of one of the portal's cookies in this browser, or nothing. */
  async cookie(name: "__Host-s" | "__Host-p" | "__Host-t" | "__Host-lang"): Promise<string> {
    const cookies = await this.page.context().cookies();
    return cookies.find((cookie) => cookie.name === name)?.value ?? "";
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
