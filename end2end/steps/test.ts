/**
 * The test function of every scenario: a portal of its own, a guarded browser, and a visitor who reads
 * the pages in one language. More browsers for the same test come from `anotherBrowser`.
 */

import { type Browser, type BrowserContextOptions, expect, test as base } from "@playwright/test";
import { rm } from "node:fs/promises";

import { Guard } from "./guard.ts";
import { makeTemplate, Portal } from "./portal.ts";
import { Visitor } from "./visitor.ts";
import { type Language, words } from "./words.ts";

export interface Options {
  /** Whether scripts run, so that the page comes alive. */
  alive: boolean;
  /** The language that the browser asks for. */
  language: Language;
}

interface Fixtures {
  portal: Portal;
  guard: Guard;
  visitor: Visitor;
  anotherBrowser: (options?: BrowserContextOptions) => Promise<Visitor>;
}

export const test = base.extend<Options & Fixtures, { template: string }>({
  alive: [true, { option: true }],
  language: ["en", { option: true }],
  template: [
    async ({}, use) => {
      const dir = await makeTemplate();
      await use(dir);
      await rm(dir, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  portal: async ({ template }, use) => {
    const portal = await Portal.start(template);
    await use(portal);
    await portal.discard();
  },
  baseURL: async ({ portal }, use) => use(portal.origin),
  locale: async ({ language }, use) => use(language === "nl" ? "nl-NL" : "en-GB"),
  guard: async ({ alive }, use) => {
    const guard = new Guard(alive);
    await use(guard);
    expect(guard.complaints(), "what the browser complained about").toEqual([]);
  },
  // Asked for before the page, so that nothing escapes the guard.
  context: async ({ context, guard }, use) => {
    await guard.watch(context);
    await use(context);
  },
  visitor: async ({ page, alive, language, portal }, use) => {
    await use(new Visitor(page, words[language], alive, portal));
  },
  anotherBrowser: async ({ browser, guard, alive, language, portal, locale, timezoneId, viewport, javaScriptEnabled, contextOptions }, use) => {
    const opened: Awaited<ReturnType<Browser["newContext"]>>[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL: portal.origin,
        viewport,
        ...(locale ? { locale } : {}),
        ...(timezoneId ? { timezoneId } : {}),
        ...(javaScriptEnabled === false ? { javaScriptEnabled } : {}),
        ...options,
      });
      opened.push(context);
      await guard.watch(context);
      return new Visitor(await context.newPage(), words[language], alive, portal);
    });
    for (const context of opened) await context.close();
  },
});

export { expect };
