import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";

/** The figures of a first visit to a page. */
export interface PageVisit {
  /** Scripts, styles and fonts, compressed as a CDN does. */
  readonly scriptBytes: number;
  readonly assetBytes: number;
  readonly firstContentfulPaintMs: number;
  /** Of tasks longer than 50 ms on the main thread, as the browser reports them. */
  readonly longTasksMs: readonly number[];
}

/** Visits a page in a fresh profile, waits until `ready` is there, scrolls to its end, and reports. */
export async function visit(browser: Browser, url: string, ready: string): Promise<PageVisit> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  const sizes: Promise<{ readonly type: string; readonly bytes: number }>[] = [];
  page.on("response", (response) => {
    const type = response.request().resourceType();
    if (type !== "script" && type !== "stylesheet" && type !== "document" && type !== "font") return;
    // A font is compressed already.
    sizes.push(
      response
        .body()
        .then((body) => ({ type, bytes: type === "font" ? body.length : gzipSync(body).length })),
    );
  });
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(url);
  await page.locator(ready).first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.waitForTimeout(500);
  const { firstContentfulPaintMs, longTasksMs } = await page.evaluate(() => ({
    firstContentfulPaintMs:
      performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    longTasksMs: Reflect.get(globalThis, "longTasks"),
  }));
  const loaded = await Promise.all(sizes);
  await context.close();
  const sum = (list: readonly { readonly bytes: number }[]) =>
    list.reduce((total, { bytes }) => total + bytes, 0);
  return {
    scriptBytes: sum(loaded.filter(({ type }) => type === "script")),
    assetBytes: sum(loaded),
    firstContentfulPaintMs,
    longTasksMs: numbers(longTasksMs),
  };
}

/** The init script above put numbers there. */
function numbers(value: unknown): readonly number[] {
  return value as readonly number[];
}
