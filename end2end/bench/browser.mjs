// The first visit of the app-passwords page in Debian's Chromium: what travels, when it is painted, when its
// first button is alive. Every run is a fresh browser with a fresh profile. Prints one line of JSON.
//
// node browser.mjs ORIGIN SESSION-COOKIE RUNS

import { brotliCompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const [origin, session, runs] = process.argv.slice(2);
const ADDRESS = `${origin}/app-passwords`;
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const SLOWER = 4;
const PATIENCE = 60_000;

// Runs in the page before anything of it. Alive means: the page says that it is, and a click does what only
// an island does (a click elsewhere closes the account menu).
function watch() {
  const seen = { alive: null, blocked: 0, tasks: 0 };
  window.__seen = seen;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      seen.tasks += 1;
      seen.blocked += Math.max(0, task.duration - 50);
    }
  }).observe({ type: 'longtask', buffered: true });
  const probe = () => {
    const menu = document.querySelector('details.account-menu');
    if (menu && document.documentElement.hasAttribute('data-hydrated')) {
      menu.open = true;
      document.querySelector('h1').click();
      if (!menu.open) {
        seen.alive = performance.now();
        return;
      }
    }
    setTimeout(probe, 5);
  };
  probe();
}

async function visit(slow) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: process.getuid() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const context = await browser.newContext();
    await context.addCookies([{
      name: '__Host-s', value: session, domain: 'localhost', path: '/', secure: true, httpOnly: true, sameSite: 'Lax',
    }]);
    const page = await context.newPage();
    const requests = [];
    page.on('requestfinished', (request) => requests.push(request));
    const faults = [];
    page.on('requestfailed', (request) => faults.push(`${request.url()}: ${request.failure()?.errorText}`));
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.addInitScript(watch);
    const protocol = await context.newCDPSession(page);
    if (slow) {
      await protocol.send('Network.enable');
      await protocol.send('Network.emulateNetworkConditions', SLOW_4G);
      await protocol.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    }
    const answer = await page.goto(ADDRESS, { timeout: PATIENCE, waitUntil: 'load' });
    if (page.url() !== ADDRESS || answer.status() !== 200) throw new Error(`${answer.status()} ${page.url()}`);
    const rows = await page.locator('table tbody tr').count();
    if (rows !== 5) throw new Error(`the page has ${rows} entries instead of five`);
    await page.waitForFunction(() => window.__seen.alive !== null, null, { timeout: PATIENCE });
    await page.waitForLoadState('networkidle', { timeout: PATIENCE });
    const measured = await page.evaluate(() => ({
      ...window.__seen,
      paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    }));
    if (faults.length > 0) throw new Error(faults.join('\n'));
    measured.files = [];
    for (const request of requests) {
      const sizes = await request.sizes();
      const response = await request.response();
      measured.files.push({
        path: new URL(request.url()).pathname,
        type: (await response.headerValue('content-type')) ?? '',
        encoding: (await response.headerValue('content-encoding')) ?? 'identity',
        bytes: sizes.responseBodySize,
      });
    }
    measured.html_brotli = brotliCompressSync(await answer.body()).length;
    return measured;
  } finally {
    await browser.close();
  }
}

const found = { plain: await visit(false), slow: [] };
for (let run = 0; run < Number(runs); run += 1) found.slow.push(await visit(true));
process.stdout.write(`${JSON.stringify(found)}\n`);
