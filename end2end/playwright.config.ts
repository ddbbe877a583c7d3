/**
 * Every scenario in `tests/both` runs twice: as project `plain`, in a browser without scripts, and as
 * project `hydrated`, where the page comes alive. `tests/alive` is about what only the live page does.
 * The browser is the system's own; nothing is downloaded. Playwright stays at 1.61, the last line that
 * runs on Node 18, which is what Debian 12 has.
 */

import { defineConfig } from "@playwright/test";

import type { Options } from "./steps/test.ts";

export default defineConfig<Options>({
  testDir: "tests",
  outputDir: "results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  globalTimeout: 30 * 60_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    headless: true,
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    locale: "en-GB",
    timezoneId: "Europe/Amsterdam",
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ],
    },
  },
  projects: [
    {
      name: "plain",
      testMatch: "both/**/*.spec.ts",
      // Playwright cannot wait for the end of a motion in a page whose clock it may not use.
      use: { alive: false, javaScriptEnabled: false, contextOptions: { reducedMotion: "reduce" } },
    },
    { name: "hydrated", testMatch: ["both/**/*.spec.ts", "alive/**/*.spec.ts"], use: { alive: true } },
  ],
});
