// The best peer's page as far as it can be rebuilt: rendered on the server, Bootstrap and htmx from npm, a
// table of five app passwords, a menu. As many requests and bytes as were measured of the peer itself, 11 and
// 66 kB with brotli, and its scripts in the head, because its first button was ready when it was painted. Its
// program is not at hand; this stands beside our page, in the same browser and the same run, because a time by
// itself says more about the machine than about the page.

import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { brotliCompressSync, constants } from 'node:zlib';

const require = createRequire(import.meta.url);
const folder = (name) => dirname(require.resolve(`${name}/package.json`));
const [bootstrap, htmx, icons] = ['bootstrap', 'htmx.org', 'bootstrap-icons'].map(folder);
const ICONS = ['shield-lock', 'person-circle', 'key', 'plus-lg', 'trash', 'clipboard'];

const CSS = `body{background:#f6f7f9}.navbar-brand img{height:1.5rem}.table td{vertical-align:middle}
.card{border:0;box-shadow:0 1px 3px #0002}.icon{width:1rem;height:1rem;margin-inline-end:.5rem}`;

const icon = (name) => `<img class="icon" src="/icons/${name}.svg" alt="">`;
const row = (n) => `<tr><td>${icon('key')}Device ${n}</td><td>${n} November 2026</td><td>today, reading mail</td>
<td class="text-end"><button class="btn btn-outline-danger btn-sm" hx-delete="/app-passwords/${n}" hx-confirm="Delete?"
hx-target="closest tr" hx-swap="outerHTML">${icon('trash')}Delete</button></td></tr>`;

const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>App passwords</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/bootstrap.css"><link rel="stylesheet" href="/own.css">
<script src="/htmx.js"></script><script src="/bootstrap.js"></script></head><body>
<nav class="navbar navbar-expand bg-body border-bottom"><div class="container">
<a class="navbar-brand" href="/">${icon('shield-lock')}Example Organisation</a>
<div class="dropdown"><button class="btn btn-light dropdown-toggle" data-bs-toggle="dropdown" id="menu">
${icon('person-circle')}Remy Ready</button><ul class="dropdown-menu dropdown-menu-end">
<li><a class="dropdown-item" href="/profile">Profile</a></li><li><a class="dropdown-item" href="/out">Sign out</a></li>
</ul></div></div></nav><main class="container py-4"><h1>App passwords</h1>
<p class="lead">For apps that cannot ask for a second step, such as older mail programs.</p>
<div class="card"><div class="card-body"><p><button class="btn btn-primary" hx-get="/create" hx-target="#form">
${icon('plus-lg')}Create</button> <button class="btn btn-secondary">${icon('clipboard')}Copy</button></p>
<div id="form"></div><div class="table-responsive"><table class="table"><thead><tr><th>Name</th><th>Created</th>
<th>Last used</th><th></th></tr></thead><tbody>${[1, 2, 3, 4, 5].map(row).join('')}</tbody></table></div></div></div>
</main></body></html>`;

const FILES = new Map([
  ['/', ['text/html', HTML]],
  ['/own.css', ['text/css', CSS]],
  ['/bootstrap.css', ['text/css', readFileSync(join(bootstrap, 'dist/css/bootstrap.min.css'))]],
  ['/bootstrap.js', ['text/javascript', readFileSync(join(bootstrap, 'dist/js/bootstrap.bundle.min.js'))]],
  ['/htmx.js', ['text/javascript', readFileSync(join(htmx, 'dist/htmx.min.js'))]],
  ...ICONS.map((name) => [`/icons/${name}.svg`, ['image/svg+xml', readFileSync(join(icons, `icons/${name}.svg`))]]),
]);
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };

/** Serves it on a free port of this machine. */
export async function start() {
  const packed = new Map([...FILES].map(([path, [type, body]]) => [path, [type, brotliCompressSync(body, quality)]]));
  const server = createServer((request, response) => {
    const found = packed.get(request.url);
    if (!found) return response.writeHead(404).end();
    const cache = request.url === '/' ? 'no-store' : 'public, max-age=31536000, immutable';
    const headers = { 'content-type': found[0], 'content-encoding': 'br', 'content-length': found[1].length, 'cache-control': cache };
    return response.writeHead(200, headers).end(found[1]);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { address: `http://localhost:${server.address().port}/`, bytes: [...packed.values()].reduce((sum, [, b]) => sum + b.length, 0), close: () => server.close() };
}
