import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, openPage } from "./browser.ts";
import { PROJECT, SAMPLE, servicePath, serviceWhere } from "./places.ts";

const baseURL = inject("baseURL");
/** Budget for the JavaScript of a first visit, compressed as by a CDN. */
const MOST_BYTES = 150_000;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("no page loads more than 150,000 bytes of JavaScript, compressed", async () => {
  const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
  const sizes: Record<string, number> = {};
  for (const path of [PROJECT, servicePath(service), SAMPLE]) {
    const { page, close } = await openPage(browser, { baseURL });
    const scripts: Promise<number>[] = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") {
        scripts.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
      }
    });
    await page.goto(path);
    await page.locator(".card table, .waterfall").first().waitFor();
    await page.waitForLoadState("networkidle");
    sizes[path] = (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0);
    await close();
  }
  console.log(sizes);
  expect(Object.values(sizes).filter((bytes) => bytes > MOST_BYTES || bytes < 20_000)).toEqual([]);
});
