/**
 * A portal of its own for every test: the real binary with a demo organisation in a directory that is
 * thrown away afterwards. Making the organisation costs seconds because of its slow password hashes, so
 * it is made once per worker and copied for each test; whoever signs in has an untouched account.
 */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import type { Language } from "./words.ts";

const BINARY = resolve(process.env["PROOFUP_BIN"] ?? "../target/release/proofup");
const ASSETS = resolve(process.env["PROOFUP_ASSETS"] ?? "../dist");
/** How long the portal may take to start or to stop. */
const PATIENCE = 60_000;

/** Somebody who can sign in. */
export interface Person {
  user: string;
  name: string;
  password: string;
  /** The key of the authenticator that the person already has, in Base32. */
  secret: string;
}

/** A message of the pretend phone. */
export interface Message {
  channel: string;
  to: string;
  subject: string;
  body: string;
}

/** What the machine interface answers to a mail server. */
export interface Checked {
  ok: boolean;
  user?: string;
}

const NAMES: Record<string, string> = {
  new: "Noor New", ready: "Remy Ready", optional: "Olga Optional",
  helpdesk: "Hugo Helpdesk", supervisor: "Sami Supervisor", admin: "Ada Administrator",
};

export type Role = "new" | "ready" | "optional" | "helpdesk" | "supervisor" | "admin";

/** Makes the demo organisation that the tests of a worker copy. */
export async function makeTemplate(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "proofup-template-"));
  const portal = await Portal.in(join(dir, "data"));
  await portal.stop();
  return dir;
}

export class Portal {
  private constructor(
    readonly origin: string,
    readonly data: string,
    private readonly server: ChildProcess,
    private readonly people: Record<string, unknown>[],
    private readonly token: string,
  ) {}

  /** A portal with a copy of the template. */
  static async start(template: string): Promise<Portal> {
    const dir = await mkdtemp(join(tmpdir(), "proofup-test-"));
    await cp(join(template, "data"), join(dir, "data"), { recursive: true });
    return Portal.in(join(dir, "data"));
  }

  static async in(data: string): Promise<Portal> {
    const server = spawn(BINARY, ["demo", "--data", data, "--listen", "127.0.0.1:0", "--assets", ASSETS]);
    const origin = await listening(server);
    const people = JSON.parse(await readFile(join(data, "people.json"), "utf8")) as Record<string, unknown>[];
    const token = (await readFile(join(data, "token"), "utf8")).trim();
    const portal = new Portal(origin, data, server, people, token);
    const ready = await fetch(portal.machine("/readyz"));
    if (!ready.ok) throw new Error(`/readyz answers ${ready.status}`);
    return portal;
  }

  /** Stops the server and, for a test's own portal, throws its directory away. */
  async stop(): Promise<void> {
    if (this.server.exitCode === null) {
      const ended = new Promise((done) => this.server.once("exit", done));
      this.server.kill("SIGTERM");
      const timer = setTimeout(() => this.server.kill("SIGKILL"), PATIENCE);
      await ended;
      clearTimeout(timer);
    }
  }

  async discard(): Promise<void> {
    await this.stop();
    await rm(join(this.data, ".."), { recursive: true, force: true });
  }

  /** One of the people of the demo organisation. */
  person(role: Role): Person {
    const user = `${role}@example.org`;
    const row = this.people.find((person) => person["user"] === user);
    if (!row) throw new Error(`people.json has no ${user}`);
    const secret = typeof row["totp_secret"] === "string" ? row["totp_secret"] : "";
    return { user, name: NAMES[role] ?? "", password: String(row["password"]), secret };
  }

  /** Adds somebody through the command line. */
  async add(name: string, options: { twoStep?: boolean; language?: Language } = {}): Promise<Person> {
    const user = `${name.toLowerCase().replaceAll(" ", ".")}@example.org`;
    const password = randomBytes(12).toString("hex");
    const more = [
      ...(options.twoStep ? ["--two-step"] : []),
      ...(options.language ? ["--language", options.language] : []),
    ];
    await this.command(["user", "add", "--demo", this.data, user, "--name", name, ...more, "--password-stdin"], password);
    return { user, name, password, secret: "" };
  }

  /** Changes rules of the organisation; the server notices within a second. */
  async policy(...settings: string[]): Promise<void> {
    await this.command(["policy", "set", "--demo", this.data, ...settings]);
  }

  /** Runs the portal's own command line. */
  async command(args: string[], input = ""): Promise<string> {
    const running = promisify(execFile)(BINARY, args, { timeout: PATIENCE });
    // A command that reads nothing may have ended before it is written to.
    running.child.stdin?.on("error", () => undefined).end(input);
    return (await running).stdout;
  }

  /** Lets time pass for the proof behind every session, as if each person had been away so long. */
  async ageProofs(minutes: number): Promise<void> {
    await this.sql("UPDATE sessions SET proof = proof - ?", minutes * 60_000);
  }

  /** Lets time pass since every app password was made. */
  async ageAppPasswords(days: number): Promise<void> {
    await this.sql("UPDATE app_passwords SET created = created - ?", days * 86_400_000);
  }

  /** Lets time pass since every browser was trusted. */
  async ageTrusts(days: number): Promise<void> {
    await this.sql("UPDATE trusts SET created = created - ?", days * 86_400_000);
  }

  /** Lets time pass since everybody who put the set-up off first did so; fewer than none turns it back. */
  async ageGrace(days: number): Promise<void> {
    await this.sql("UPDATE accounts SET grace_from = grace_from - ?", days * 86_400_000);
  }

  /** Switches every authenticator app off, as a hundred wrong codes in a row would. */
  async lockApps(): Promise<void> {
    await this.sql("UPDATE apps SET locked = ?", 1);
  }

  /** Reaches behind the portal's back for what no test can wait for. */
  private async sql(statement: string, value: number): Promise<void> {
    const script =
      "import sqlite3, sys\n" +
      "with sqlite3.connect(sys.argv[1], timeout=10) as store:\n" +
      "    store.execute(sys.argv[2], (int(sys.argv[3]),))\n";
    const file = join(this.data, "proofup.db");
    await promisify(execFile)("python3", ["-c", script, file, statement, String(value)]);
  }

  /** What the pretend phone has received. */
  async messages(): Promise<Message[]> {
    const answer = await fetch(this.machine("/demo/messages"));
    return (await answer.json()) as Message[];
  }

  /** Asks as a mail server does whether this password opens this person's mailbox. */
  async check(user: string, password: string, service = "imap", client = "192.0.2.7"): Promise<Checked> {
    const answer = await fetch(this.machine("/api/v1/app-passwords/check"), {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: JSON.stringify({ user, password, service, client_ip: client }),
    });
    if (answer.status !== 200) throw new Error(`the check answers ${answer.status}`);
    return (await answer.json()) as Checked;
  }

  /** The address for programs: the server listens on IPv4 only, `localhost` may be either. */
  machine(path: string): string {
    return this.origin.replace("localhost", "127.0.0.1") + path;
  }
}

/** Waits until the server says where it is. */
function listening(server: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = "";
    const timer = setTimeout(() => fail(new Error(`the portal did not start: ${said}`)), PATIENCE);
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /organisation is at (http:\/\/localhost:\d+)/.exec(said);
      if (found?.[1]) {
        clearTimeout(timer);
        done(found[1]);
      }
    };
    server.stdout?.on("data", hear);
    server.stderr?.on("data", hear);
    server.once("error", fail);
    server.once("exit", (code) => fail(new Error(`the portal ended with ${code}: ${said}`)));
  });
}
