/** What every answer says about itself, and what no page contains. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { Authenticator } from "../../steps/authenticator.ts";
import { signIn } from "../../steps/sign_in.ts";
import { expect, test } from "../../steps/test.ts";

test("every answer has the headers, and each its own nonce", async ({ visitor, portal, page }) => {
  test.setTimeout(120_000);
  const seen = new Set<string>();
  const answers: { url: string; kind: string; headers: Record<string, string> }[] = [];
  page.on("response", async (answer) => {
    const url = new URL(answer.url());
    // A file that was there before comes out of the browser's memory, with the headers of that time.
    if (url.origin !== portal.origin || (/\.\w+$/.test(url.pathname) && seen.has(url.pathname))) return;
    seen.add(url.pathname);
    answers.push({ url: url.pathname, kind: answer.request().resourceType(), headers: await answer.allHeaders() });
  });
  const person = portal.person("ready");
  await signIn(visitor, person, new Authenticator(person.secret));
  for (const path of ["/profile", "/security", "/app-passwords", "/app-passwords/create", "/help", "/demo/phone", "/step-up"]) {
    await visitor.open(path);
  }
  await page.waitForLoadState("networkidle");
  const nonces = new Set<string>();
  expect(answers.filter((answer) => answer.url.startsWith("/pkg/")).length).toBeGreaterThanOrEqual(4);
  for (const { url, headers } of answers) {
    expect(headers, url).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers["permissions-policy"], url).toContain("camera=()");
    expect(headers["server"], url).toBeUndefined();
    const hashed = /-[0-9a-f]{8,}(_bg)?\.(js|css|wasm)$/.test(url);
    expect(headers["cache-control"], url).toMatch(hashed ? /^public, max-age=31536000, immutable$/ : /no-store|max-age|no-cache/);
    const policy = headers["content-security-policy"] ?? "";
    expect(policy, url).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|script-src[^;]*(data:|https?:)/);
    expect(policy, url).toMatch(/^default-src 'none'; script-src 'nonce-[\w-]{22}' 'strict-dynamic' 'wasm-unsafe-eval';/);
    for (const directive of ["frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "form-action 'self'"]) {
      expect(policy, url).toContain(directive);
    }
    const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1] ?? "";
    expect(nonces.has(nonce), `${url} has a nonce of its own`).toBe(false);
    nonces.add(nonce);
  }
  for (const { url, headers } of answers.filter((answer) => answer.kind === "document")) {
    expect(headers["cache-control"], url).toBe("no-store");
  }
});

test("no page has a secret or anything inline, or loads anything from elsewhere", async ({ visitor, portal }) => {
  const person = portal.person("ready");
  await signIn(visitor, person, new Authenticator(person.secret));
  for (const path of ["/sign-in", "/profile", "/security", "/app-passwords", "/app-passwords/create", "/help", "/demo/phone", "/nowhere"]) {
    const { body } = await visitor.ask(path);
    for (const secret of [person.secret, person.password, await visitor.cookie("__Host-s")]) expect(body, path).not.toContain(secret);
    expect(body, path).not.toMatch(/\sstyle=|<style|\son\w+=|javascript:/i);
    for (const script of body.match(/<script[^>]*>[^<]*/g) ?? []) {
      expect(script, path).toMatch(/^<script type="module" nonce="[\w-]{22}" src="\/pkg\/[^"]+" integrity="sha384-[^"]+"[^>]*>$/);
    }
    for (const address of body.matchAll(/<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]*)"/g)) {
      expect(address[1], path).toMatch(/^\/(?!\/)/);
    }
  }
});

test("the module is one that a browser takes, and small", async ({ visitor, portal, request }) => {
  await visitor.open("/sign-in");
  const path = (await visitor.page.locator("script[data-wasm]").getAttribute("data-wasm")) ?? "";
  const answer = await request.get(path);
  expect(answer.headers()["content-type"]).toBe("application/wasm");
  const bytes = new Uint8Array(await answer.body());
  const module = new WebAssembly.Module(bytes);
  expect(WebAssembly.Module.exports(module).map((one) => one.name)).toContain("memory");
  // In the browser itself too, under the policy of the page.
  const compiled = await visitor.page.evaluate(async (url) => {
    const module = await WebAssembly.compileStreaming(fetch(url));
    return WebAssembly.Module.exports(module).length;
  }, portal.origin + path);
  expect(compiled).toBeGreaterThan(1);
});

test("another site can neither frame the portal nor send its forms", async ({ visitor, portal, page, guard }) => {
  await signIn(visitor, portal.person("optional"));
  const elsewhere = await otherSite(
    `<iframe src="${portal.origin}/help"></iframe>
     <form method="post" action="${portal.origin}/language">
       <input name="lang" value="nl"><input name="next" value="/profile"><button>Win</button>
     </form>`,
  );
  guard.expect(/frame-ancestors/, /status of 403 /, /request failed: GET \S+\/help net::ERR_BLOCKED_BY_RESPONSE/, /favicon/);
  const framed = page.waitForEvent("requestfailed", (one) => one.url().endsWith("/help"));
  await page.goto(elsewhere.address);
  await framed;
  const refused = page.waitForResponse((answer) => answer.url().endsWith("/language"));
  await page.getByRole("button", { name: "Win" }).click();
  expect((await refused).status()).toBe(403);
  await visitor.settled();
  await elsewhere.close();
  await visitor.open("/profile");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

/** A page of somebody else: `127.0.0.1` is another site than `localhost`. */
async function otherSite(html: string): Promise<{ address: string; close: () => Promise<void> }> {
  const server = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(html));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { address: `http://127.0.0.1:${port}/`, close };
}
