// The first visit of the app-passwords page in Debian's Chromium: what travels, when it is painted, when its
// first button is alive; and the same of the peer's stand-in, in turn with it. Every run is a fresh browser with
// a fresh profile. Prints one line of JSON.
//
// node browser.mjs ORIGIN SESSION-COOKIE RUNS

import { brotliCompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';

import { start } from './peer.mjs';

const [origin, session, runs] = process.argv.slice(2);
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const SLOWER = 4;
const PATIENCE = 60_000;

// Both run in the page before anything of it. Alive means: a click does what only a script does.
const OURS = {
  address: `${origin}/app-passwords`,
  // The page says that it is alive, and a click elsewhere closes the account menu.
  probe: () => {
    const menu = document.querySelector('details.account-menu');
    if (!menu || !document.documentElement.hasAttribute('data-hydrated')) return false;
    menu.open = true;
    document.querySelector('h1').click();
    return !menu.open;
  },
};
const THEIRS = {
  // The menu opens, and the buttons that load something are wired.
  probe: () => {
    const menu = document.querySelector('#menu');
    // Whoever clicks before what opens has been parsed breaks Bootstrap's menu for good.
    if (!menu?.parentElement.querySelector('.dropdown-menu') || !window.bootstrap || !window.htmx) return false;
    menu.click();
    return menu.classList.contains('show') && Boolean(document.querySelector('[hx-get]')?.['htmx-internal-data']);
  },
};

function watch(alive) {
  const seen = { alive: null, blocked: 0, tasks: 0 };
  window.__seen = seen;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      seen.tasks += 1;
      seen.blocked += Math.max(0, task.duration - 50);
    }
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (alive()) seen.alive = performance.now();
    else setTimeout(look, 5);
  };
  look();
}

async function visit(what, slow) {
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
    await page.addInitScript({ content: `(${watch})(${what.probe})` });
    const protocol = await context.newCDPSession(page);
    if (slow) {
      await protocol.send('Network.enable');
      await protocol.send('Network.emulateNetworkConditions', SLOW_4G);
      await protocol.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    }
    const answer = await page.goto(what.address, { timeout: PATIENCE, waitUntil: 'load' });
    if (page.url() !== what.address || answer.status() !== 200) throw new Error(`${answer.status()} ${page.url()}`);
    const rows = await page.locator('table tbody tr').count();
    if (rows !== 5) throw new Error(`the page has ${rows} entries instead of five`);
    await page.waitForFunction(() => window.__seen.alive !== null, null, { timeout: PATIENCE }).catch((error) => {
      const finished = requests.map((request) => request.url());
      throw new Error([`never alive: ${error}`, ...new Set(faults), 'what arrived:', ...finished].join('\n'));
    });
    await page.waitForLoadState('networkidle', { timeout: PATIENCE });
    const measured = await page.evaluate(() => ({
      ...window.__seen,
      paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    }));
    if (faults.length > 0) throw new Error(faults.join('\n'));
    measured.files = [];
    for (const request of requests.filter((request) => request.url().startsWith('http'))) {
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

const peer = await start();
try {
  THEIRS.address = peer.address;
  const found = { plain: await visit(OURS, false), peer: await visit(THEIRS, false), slow: [], slow_peer: [] };
  for (let run = 0; run < Number(runs); run += 1) {
    found.slow.push(await visit(OURS, true));
    found.slow_peer.push(await visit(THEIRS, true));
  }
  process.stdout.write(`${JSON.stringify(found)}\n`);
} finally {
  peer.close();
}
