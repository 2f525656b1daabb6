import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, openPage } from "./browser.ts";
import { PROJECT, servicePath, serviceWhere } from "./places.ts";

const baseURL = inject("baseURL");
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("a Chinese browser gets a Chinese page, Chinese advice included", async () => {
  const service = await serviceWhere(
    baseURL,
    ({ latestDeployment }) => latestDeployment?.outcome === "failure",
  );
  const { page, complaints, close } = await openPage(browser, { baseURL, locale: "zh-CN" });
  const asked = page.waitForRequest((request) => request.url().includes("/deployments/"));
  await page.goto(`${servicePath(service)}/deployments/${service.latestDeployment?.id}`);
  expect((await asked).headers()["accept-language"]).toBe("zh-CN");
  const why = page.getByRole("region", { name: /^失败原因/ });
  await why.waitFor();
  expect(await why.innerText()).toMatch(/处理建议\s+[\u4e00-\u9fff]/);
  expect(await page.getAttribute("html", "lang")).toBe("zh-CN");
  expect(complaints).toEqual([]);
  await close();
});

test("the switch changes everything at once, without a load, and is remembered", async () => {
  const service = await serviceWhere(
    baseURL,
    ({ latestDeployment }) => latestDeployment?.outcome === "failure",
  );
  const { page, complaints, close } = await openPage(browser, { baseURL });
  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });
  await page.goto(`${servicePath(service)}/deployments/${service.latestDeployment?.id}`);
  await page.getByRole("region", { name: /^Why it failed/ }).waitFor();
  await page.getByRole("button", { name: "中文" }).click();
  const why = page.getByRole("region", { name: /^失败原因/ });
  await expect.poll(() => why.locator("p").last().innerText()).toMatch(/[\u4e00-\u9fff]/);
  expect(await page.getAttribute("html", "lang")).toBe("zh-CN");
  expect(loads).toBe(1);
  await page.goto(PROJECT);
  await page.getByRole("region", { name: "阶段耗时占比" }).waitFor();
  await page.getByRole("button", { name: "EN" }).click();
  await page.getByRole("region", { name: "Where the time goes" }).waitFor();
  expect(await page.getAttribute("html", "lang")).toBe("en");
  expect(complaints).toEqual([]);
  await close();
});

test("the choice of colours is remembered and there before the first paint", async () => {
  const { page, close } = await openPage(browser, { baseURL, colorScheme: "light" });
  await page.goto(PROJECT);
  await page.getByLabel("Theme").selectOption("dark");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await background();
  await page.goto(PROJECT, { waitUntil: "commit" });
  await page.waitForFunction(() => document.body !== null);
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
  await page.waitForLoadState();
  expect(await background()).toBe(dark);
  await page.getByLabel("Theme").selectOption("system");
  expect(await background()).not.toBe(dark);
  await close();
});
