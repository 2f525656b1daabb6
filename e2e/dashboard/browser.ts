import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findChromium, NoChromiumError } from "./chromium.ts";

/** Starts a browser with an empty profile and no network access beyond the page. */
export function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new NoChromiumError("no Chromium: run npm run test:e2e");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...args,
    ],
  });
}

/** A page and the errors that occurred in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors, exceptions, CSP violations and requests to other hosts. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** The reader's environment: by default English, in Shanghai, on a desktop. */
export interface Reader extends BrowserContextOptions {
  /** Complaints to ignore, such as answers of an API that is down on purpose. */
  readonly expected?: RegExp;
}

/** Opens a page of the stack at `baseURL` in a fresh profile. */
export async function openPage(browser: Browser, reader: Reader & { baseURL: string }): Promise<WatchedPage> {
  const { expected, ...options } = reader;
  const context = await browser.newContext({
    locale: "en-US",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1360, height: 900 },
    ...options,
  });
  // Everything appears at once on an idle machine.
  context.setDefaultTimeout(45_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  const complain = (text: string) => {
    // On a busy machine the API refuses requests rather than queue them: the page retries, and so do tests.
    if (/status of (?:429|503) .*\/api\//.test(text)) return;
    if (expected === undefined || !expected.test(text)) complaints.push(text);
  };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complain(`console: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => complain(`exception: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    const own = origin === new URL(reader.baseURL).origin || protocol === "data:" || protocol === "blob:";
    if (!own) complain(`request to ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`violates ${violatedDirective}: ${blockedURI}`);
    });
  });
  return { page, complaints, close: () => context.close() };
}
