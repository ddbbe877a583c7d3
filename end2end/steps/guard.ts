/**
 * Watches every browser of a test for what a person would never see but a developer must: console
 * errors and warnings, uncaught exceptions, violations of the content security policy, failed
 * requests and answers of the kind 5xx. Anything that the test did not announce fails it.
 */

import type { BrowserContext } from "@playwright/test";

/**
 * A browser without scripts fetches none of them, and says so; what it was told to fetch ahead it then
 * finds unused. Both are as they should be.
 */
const WITHOUT_SCRIPTS = [
  /^request failed: GET \S+\/pkg\/hydrate-\w+\.js csp$/,
  /^console warning: The resource \S+\.wasm was preloaded using link preload but not used/,
];

/**
 * The browser calls off what a page was still asking for when the next one is opened: the picture of the
 * tab, the word that an island follows. What breaks by itself ends otherwise.
 */
const ALWAYS = [/^request failed: GET \S+ net::ERR_ABORTED$/];

export class Guard {
  private readonly seen: string[] = [];
  private readonly announced: RegExp[];

  constructor(alive: boolean) {
    this.announced = alive ? [...ALWAYS] : [...ALWAYS, ...WITHOUT_SCRIPTS];
  }

  /** The test provokes this. */
  expect(...patterns: RegExp[]): void {
    this.announced.push(...patterns);
  }

  async watch(context: BrowserContext): Promise<void> {
    context.on("console", (message) => {
      if (["error", "warning", "assert"].includes(message.type())) {
        this.note(`console ${message.type()}: ${message.text()} at ${message.location().url}`);
      }
    });
    context.on("weberror", (error) => this.note(`exception: ${error.error().stack ?? error.error().message}`));
    context.on("requestfailed", (request) => {
      this.note(`request failed: ${request.method()} ${request.url()} ${request.failure()?.errorText ?? ""}`);
    });
    context.on("response", (response) => {
      if (response.status() >= 500) this.note(`answer ${response.status()}: ${response.url()}`);
    });
    await context.exposeBinding("reportViolation", (_, text: string) => this.note(`policy violation: ${text}`));
    await context.addInitScript(() => {
      const report = (window as unknown as { reportViolation: (text: string) => void }).reportViolation;
      document.addEventListener("securitypolicyviolation", (event) => {
        report(`${event.violatedDirective} ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
      });
    });
  }

  /** Everything that was seen and not announced. */
  complaints(): string[] {
    return this.seen.filter((line) => !this.announced.some((pattern) => pattern.test(line)));
  }

  private note(line: string): void {
    this.seen.push(line);
  }
}
