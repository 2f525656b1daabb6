import type { DeploymentList } from "@deploy-lens/api/deployments/deployments";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { PROJECT, SAMPLE, servicePath, serviceWhere } from "./places.ts";

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

async function open(path: string, permissions: string[] = []): Promise<Page> {
  watched = await openPage(browser, { baseURL, permissions });
  await watched.page.goto(path);
  return watched.page;
}

test("a deployment is held against its own kind, and the last good one", async () => {
  const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
  const answer = await fetch(`${baseURL}/api/v1${servicePath(service)}/deployments?outcome=success&limit=2`);
  const { deployments } = (await answer.json()) as DeploymentList;
  const [now, good] = deployments;
  const page = await open(`${servicePath(service)}/deployments/${now?.id}`);
  // Figures that the API was too busy for are retried after 15 s.
  await expect
    .poll(() => page.locator(".facts").innerText(), { timeout: 60_000 })
    .toMatch(/P50 of \d+ \((?:image built|build cached)(?:, image (?:cached|pulled))?\)/);
  const card = page.getByRole("region", { name: "Compared with the last good deployment" });
  const link = card.getByRole("link");
  await link.waitFor();
  expect(await link.getAttribute("href")).toContain(good?.id);
  const [before, after] = [good?.models[0]?.version, now?.models[0]?.version];
  await card.locator(".differences, p").first().waitFor();
  if (before !== after) expect(await card.innerText()).toContain(`${before} → ${after}`);
});

test("its address can be copied, with what is marked in it", async () => {
  const page = await open(`${SAMPLE}?phase=pull_image`, ["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByText("Copied").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/\/deployments\/[\w-]{10,}\?phase=pull_image$/);
  expect(copied).not.toContain("latest");
});

test("keys lead through the pages, are listed by ?, and can be turned off", async () => {
  const page = await open(SAMPLE);
  await page.locator(".event").first().waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect.poll(() => new URL(page.url()).pathname).toBe(PROJECT);
  await page.getByLabel("Find a service").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("g?d");
  expect(await page.getByLabel("Find a service").inputValue()).toBe("g?d");
  await page.locator("h1").click();
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await list.getByLabel("Use single-key shortcuts").uncheck();
  await list.getByRole("button", { name: "Close" }).click();
  await list.waitFor({ state: "detached" });
  await page.keyboard.press("?");
  await page.waitForTimeout(300);
  expect(await list.count()).toBe(0);
});

test("a service's delivery figures are there, and no link to a console that there is not", async () => {
  const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
  const page = await open(servicePath(service));
  const card = page.getByRole("region", { name: "Delivery" });
  await card.getByText("Time to recover", { exact: true }).waitFor();
  expect(await page.getByRole("link", { name: "ModelArts console" }).count()).toBe(0);
  await page.route("**/config.json", (route) => route.fulfill({ json: { region: "cn-north-4" } }));
  await page.reload();
  const link = page.getByRole("link", { name: "ModelArts console" });
  await link.waitFor();
  expect(await link.getAttribute("href")).toBe(
    "https://console.huaweicloud.com/modelarts/?region=cn-north-4#/real-time",
  );
});
