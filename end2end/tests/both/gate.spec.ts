/** Nobody gets past the gate or the second step: not by address, not by form, not with its cookie. */

import { giveCode, givePassword } from "../../steps/sign_in.ts";
import { Authenticator } from "../../steps/authenticator.ts";
import { expect, test } from "../../steps/test.ts";

const ID = "0".repeat(26);
const PAGES = [
  "/profile", "/profile/password", "/profile/password/changed", "/security", "/security/app", "/security/app/verify",
  `/security/apps/${ID}/rename`, `/security/apps/${ID}/delete`, "/app-passwords", "/app-passwords/create",
  "/app-passwords/created", "/app-passwords/deleted", "/app-passwords/delete-all", `/app-passwords/${ID}/delete`,
  "/step-up", "/sign-out-everywhere",
];
const CHANGES = [
  "/profile/password", "/security", "/security/app/start", "/security/app", "/security/app/verify",
  `/security/apps/${ID}/rename`, `/security/apps/${ID}/delete`, "/app-passwords/create", "/app-passwords/created",
  "/app-passwords/delete-all", `/app-passwords/${ID}/delete`, "/step-up", "/sign-out-everywhere",
];
/** Pages of the wizard, which lead back to the one where the person stands. */
const LATER = ["/enrol/contact", "/enrol/app", "/enrol/verify", "/enrol/verified", "/enrol/backup", "/enrol/app-password"];
const LATER_CHANGES = [
  "/enrol/contact", "/enrol/app", "/enrol/contact-me", "/enrol/verify", "/enrol/verified", "/enrol/backup",
  "/enrol/backup/skip", "/enrol/finish",
];

test("before the enrolment is complete every address leads back to the gate", async ({ visitor, portal }) => {
  const { words } = visitor;
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("new"));
  await visitor.isAt(words.gate);
  for (const path of [...PAGES, ...LATER]) {
    expect(await visitor.ask(path), path).toMatchObject({ status: 303, location: "/enrol" });
  }
  for (const path of [...CHANGES, ...LATER_CHANGES]) {
    expect(await visitor.post(path), path).toEqual({ status: 303, location: "/enrol" });
  }
  await visitor.open("/app-passwords");
  await visitor.isAt(words.gate);
  expect(await visitor.cookie("__Host-s")).toBe("");
});

test("the last step of the wizard cannot be posted first", async ({ visitor, portal }) => {
  const { words } = visitor;
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("new"));
  await visitor.press(words.setItUp);
  await visitor.isAt(words.contact);
  expect(await visitor.post("/enrol/finish")).toEqual({ status: 303, location: "/enrol/contact" });
  expect(await visitor.post("/enrol/verify", { code: "123456" })).toEqual({ status: 303, location: "/enrol/contact" });
  expect(await visitor.post("/enrol/contact-me")).toEqual({ status: 303, location: "/enrol/contact" });
  expect(await visitor.cookie("__Host-s")).toBe("");
  expect(await visitor.ask("/profile")).toMatchObject({ status: 303, location: "/enrol" });
});

test("with the password alone every address leads to the second step", async ({ visitor, portal }) => {
  const { words } = visitor;
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("ready"));
  await visitor.isAt(words.secondStep);
  for (const path of PAGES) {
    expect(await visitor.ask(path), path).toMatchObject({ status: 303, location: "/sign-in/verify" });
  }
  for (const path of CHANGES) {
    expect(await visitor.post(path), path).toEqual({ status: 303, location: "/sign-in/verify" });
  }
  for (const path of ["/enrol", ...LATER]) {
    expect((await visitor.ask(path)).status, path).toBe(303);
  }
  await giveCode(visitor, await new Authenticator(portal.person("ready").secret).code());
  await visitor.isAt(words.profile);
});

test("the token of a sign-in on the way is no session, wherever it is put", async ({ visitor, portal, request }) => {
  await visitor.open("/sign-in");
  await givePassword(visitor, portal.person("ready"));
  await visitor.isAt(visitor.words.secondStep);
  const token = await visitor.cookie("__Host-p");
  expect(token).toHaveLength(43);
  const disguises: Record<string, string>[] = [
    { cookie: `__Host-s=${token}` },
    { authorization: `Bearer ${token}` },
    { authorization: `Basic ${Buffer.from(`ready@example.org:${token}`).toString("base64")}` },
    { "x-session": token },
  ];
  for (const headers of disguises) {
    const answer = await request.get(`/profile?__Host-s=${token}&session=${token}`, { headers, maxRedirects: 0 });
    expect(answer.status(), JSON.stringify(headers)).toBe(303);
    expect(answer.headers()["location"]).toBe("/sign-in");
  }
});

test("a stranger is asked to sign in and then led to where they wanted to go", async ({ visitor, portal }) => {
  const { words } = visitor;
  for (const path of PAGES) {
    const { status, location } = await visitor.ask(path);
    expect(status, path).toBe(303);
    expect(location, path).toMatch(path === "/profile" ? /^\/sign-in$/ : /^\/sign-in\?next=\//);
  }
  await visitor.open("/app-passwords");
  await visitor.isAt(words.signIn);
  const person = portal.person("ready");
  await givePassword(visitor, person);
  await giveCode(visitor, await new Authenticator(person.secret).code());
  await visitor.isAt(words.appPasswords);
});

test("an address of another site is never followed after signing in", async ({ visitor, portal }) => {
  for (const evil of ["//example.net", "/\\example.net", "https://example.net", "javascript:alert(1)", "/%09/example.net"]) {
    const { status, location } = await visitor.post("/sign-in", {
      user: portal.person("optional").user,
      password: portal.person("optional").password,
      next: evil,
    });
    expect({ status, location }, evil).toEqual({ status: 303, location: "/profile" });
  }
});
