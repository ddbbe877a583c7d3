/**
 * The person's phone: scans the QR picture from a screenshot with zbar and shows the codes that
 * oathtool computes. Nothing here knows how a code is made.
 *
 * The portal takes a code of the step now, the one before and the one after, each step once and only
 * forwards. So a test that needs a second code at once takes the next step's, and one that needs a
 * third begins with the step before.
 */

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { expect } from "@playwright/test";

const STEP = 30;
/** A code of the step before is only given while it surely arrives in time. */
const MARGIN = 12;

export class Authenticator {
  private last = 0;

  constructor(readonly secret: string) {}

  /** A code that was not shown before and counts now. */
  async code(): Promise<string> {
    return this.show(Math.max(this.last + 1, step()));
  }

  /** The code of the step before: leaves room for two more at once. */
  async early(): Promise<string> {
    const left = STEP - (seconds() % STEP);
    return this.show(Math.max(this.last + 1, left > MARGIN ? step() - 1 : step()));
  }

  /** The code of a step that is so many steps away, whether the portal takes it or not. */
  async at(steps: number): Promise<string> {
    return this.ask(step() + steps);
  }

  /** Six digits that no app shows now. */
  async wrong(): Promise<string> {
    const right = await Promise.all([-2, -1, 0, 1, 2].map((steps) => this.at(steps)));
    return ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) => !right.includes(code)) ?? "";
  }

  private async show(wanted: number): Promise<string> {
    // The step after the next one is not taken yet: wait for the clock, never longer than a step.
    await expect.poll(step, { timeout: (STEP + 5) * 1000, intervals: [250] }).toBeGreaterThanOrEqual(wanted - 1);
    this.last = wanted;
    return this.ask(wanted);
  }

  private async ask(wanted: number): Promise<string> {
    const { stdout } = await promisify(execFile)("oathtool", ["--totp", "-b", "--now", `@${wanted * STEP}`, this.secret]);
    return stdout.trim();
  }
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

function step(): number {
  return Math.floor(seconds() / STEP);
}

/** What a QR picture says. */
export async function scan(picture: Buffer): Promise<URL> {
  const running = promisify(execFile)("zbarimg", ["--raw", "-q", "-"]);
  running.child.stdin?.end(picture);
  return new URL((await running).stdout.trim());
}
