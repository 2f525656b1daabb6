import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findChromium, NoChromiumError } from "./chromium.ts";

/** Starts a browser of its own: an empty profile, and no talk with anybody but the page. */
export function launchBrowser(): Promise<Browser> {
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
    ],
  });
}

/** A page, and everything that went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors in the console, exceptions, violations of the content security policy, requests to other hosts. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** How the reader is who looks: English, in Shanghai, at a desk, unless said otherwise. */
export interface Reader extends BrowserContextOptions {
  /** What is refused on purpose, such as answers of an API that is down: these complaints are none. */
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
  // Everything comes at once on a machine that has nothing else to do.
  context.setDefaultTimeout(45_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  const complain = (text: string) => {
    // On a machine that is busy elsewhere the API refuses rather than let wait: the page asks again, and so do tests.
    if (/status of 503 .*\/api\//.test(text)) return;
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
