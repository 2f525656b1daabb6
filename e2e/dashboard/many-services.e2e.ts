import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser, openPage } from "./browser.ts";
import { PROJECT, services } from "./places.ts";
import { type RunningStack, startStack } from "./stack.ts";

const IDLE = 990;

let browser: Browser;
let stack: RunningStack;

beforeAll(async () => {
  browser = await launchBrowser();
  stack = await startStack({ scenario: { services: 8, live: false, idleServices: IDLE } });
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

test("a thousand services: few are in the page, all can be reached", async () => {
  const all = await services(stack.url);
  expect(all.length).toBeGreaterThanOrEqual(IDLE);
  const { page, complaints, close } = await openPage(browser, { baseURL: stack.url });
  await page.goto(`${PROJECT}?sort=name`);
  const rows = page.locator(".services tbody tr");
  await rows.first().waitFor();
  expect(await page.locator(".services").getAttribute("aria-rowcount")).toBe(String(all.length + 1));
  expect(await rows.count()).toBeLessThan(60);

  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const last = page.locator(`.services tr[aria-rowindex="${all.length + 1}"]`);
  await expect.poll(() => last.count()).toBe(1);
  expect(await rows.count()).toBeLessThan(60);

  const [middle] = all.toSpliced(0, all.length / 2);
  await page.getByLabel("Find a service").fill(middle?.id ?? "");
  await expect.poll(() => rows.count()).toBe(1);
  expect(await rows.first().innerText()).toContain(middle?.name);

  await page.getByLabel("Find a service").fill("");
  await expect.poll(() => rows.count()).toBeGreaterThan(1);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(await rows.count()).toBe(all.length);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await expect.poll(() => rows.count()).toBeLessThan(60);
  expect(complaints).toEqual([]);
  await close();
});
