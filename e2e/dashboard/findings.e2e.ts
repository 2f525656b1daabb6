import type { FindingList } from "@deploy-lens/api/findings/findings";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { PROJECT } from "./places.ts";

const baseURL = inject("baseURL");
let browser: Browser;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  expect(watched.complaints).toEqual([]);
  await watched.close();
});
afterAll(() => browser.close());

/** The pipeline finds changes once it has read the history. */
async function findings(): Promise<FindingList["findings"]> {
  const answer = await fetch(`${baseURL}/api/v1/projects/demo/findings?state=open`);
  return ((await answer.json()) as FindingList).findings;
}

test("the project page opens with its changes in words, each one click from its evidence", async () => {
  await expect.poll(async () => (await findings()).length, { timeout: 120_000 }).toBeGreaterThan(0);
  const found = (await findings()).find(({ serviceName }) => serviceName === "fraud-score");
  expect(found).toMatchObject({ kind: "slower", phase: "prepare_environment" });
  watched = await openPage(browser, { baseURL });
  const { page } = watched;
  await page.goto(PROJECT);
  const sentence = page.getByRole("link", {
    name: /^fraud-score: prepare environment takes \d+% longer since/,
  });
  await sentence.click();
  await page.getByRole("heading", { name: "fraud-score: prepare environment" }).waitFor();
  expect(await page.locator(".points-chart .point").count()).toBeGreaterThan(100);
  const levels = page.getByRole("region", { name: "Levels" });
  expect(await levels.getByRole("row").count()).toBe(3);
  await levels.getByRole("link").nth(1).click();
  await expect
    .poll(() => new URL(page.url()).pathname)
    .toContain(`/deployments/${found?.since.deploymentId}`);
}, 240_000);
