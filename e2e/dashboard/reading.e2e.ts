import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { FindingList } from "@deploy-lens/api/findings/findings";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launchBrowser, openPage } from "./browser.ts";
import { HOSTILE, PROJECT, SAMPLE, servicePath, serviceWhere } from "./places.ts";

const baseURL = inject("baseURL");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Deployments of the last week, up to yesterday, of three minutes or longer. */
const REGION = `region=${[8, 1].map((days) => `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19)}Z`).join("/")}/180000/1000000000000`;
let browser: Browser;
let pages: readonly (readonly [name: string, path: string, ready: string])[];

beforeAll(async () => {
  browser = await launchBrowser();
  const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
  const failed = await serviceWhere(
    baseURL,
    ({ latestDeployment }) => latestDeployment?.outcome === "failure",
  );
  const live = await serviceWhere(baseURL, ({ name }) => name === "recommend-live");
  pages = [
    ["project", PROJECT, ".sparkline"],
    ["no service found", `${PROJECT}?find=nothing-like-this`, ".empty"],
    ["explorer", `${PROJECT}/deployments?${REGION}`, ".explorer-differs .table"],
    [
      "explorer, nothing found",
      `${PROJECT}/deployments?text=nothing-like-this`,
      ".explorer-list-card .empty",
    ],
    ["service", `${servicePath(service)}?range=7d`, ".comparison"],
    ["service, bad address", `${servicePath(service)}?range=1y`, ".deployments"],
    ...(await findingPages()),
    ["sample", SAMPLE, ".event"],
    ["failure", `${servicePath(failed)}/deployments/${failed.latestDeployment?.id}`, ".event"],
    ["hostile", HOSTILE, ".event"],
    ["live service's latest", `${servicePath(live)}/deployments/latest`, ".event"],
    ["missing page", "/nowhere", "h1"],
  ];
});
afterAll(() => browser.close());

/** The evidence of the changes that the pipeline has found by now. */
async function findingPages(): Promise<typeof pages> {
  const answer = await fetch(`${baseURL}/api/v1/projects/demo/findings?limit=2`);
  const { findings } = (await answer.json()) as FindingList;
  return findings.map(({ serviceId, id }) => [
    `finding ${id}`,
    `${servicePath({ id: serviceId })}/findings/${id}`,
    ".points-chart",
  ]);
}

async function settled(page: Page, path: string, ready: string): Promise<void> {
  await page.goto(path);
  // Figures that the API was too busy for are retried after 15 s.
  await page.locator(ready).first().waitFor({ timeout: 80_000 });
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}

describe.each([
  { locale: "en-US", colorScheme: "light" as const, width: 1360 },
  { locale: "zh-CN", colorScheme: "dark" as const, width: 1360 },
  { locale: "en-US", colorScheme: "dark" as const, width: 360 },
  { locale: "zh-CN", colorScheme: "light" as const, width: 360 },
])("in $locale, $colorScheme, $width px wide", ({ locale, colorScheme, width }) => {
  test("axe finds nothing, and no page is wider than its window", async () => {
    const reader = { baseURL, locale, colorScheme, viewport: { width, height: 780 }, expected: /404/ };
    const { page, complaints, close } = await openPage(browser, reader);
    const found: unknown[] = [];
    for (const [name, path, ready] of pages) {
      await settled(page, path, ready);
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { violations } = await Reflect.get(window, "axe").run();
        return violations.map(({ id, nodes }: { id: string; nodes: { html: string }[] }) => [
          id,
          nodes[0]?.html,
        ]);
      });
      if (violations.length > 0) found.push([name, violations]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) found.push([name, `${overflow} px too wide`]);
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  }, 240_000);
});

test("nothing moves while pages load", async () => {
  const { page, close } = await openPage(browser, { baseURL });
  await page.addInitScript(() => {
    let shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!Reflect.get(entry, "hadRecentInput")) shift += Number(Reflect.get(entry, "value"));
      }
      Object.assign(window, { shift });
    }).observe({ type: "layout-shift", buffered: true });
  });
  const shifts: Record<string, number> = {};
  for (const [name, path, ready] of pages) {
    await settled(page, path, ready);
    shifts[name] = (await page.evaluate(() => Reflect.get(window, "shift") as number | undefined)) ?? 0;
  }
  // Up to 0.1 counts as good.
  console.log(shifts);
  expect(Object.entries(shifts).filter(([, shift]) => shift > 0.05)).toEqual([]);
  await close();
}, 180_000);

describe("by keyboard", () => {
  test("the first stop skips to the content", async () => {
    const { page, close } = await openPage(browser, { baseURL });
    await settled(page, PROJECT, ".row-link");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
    await close();
  });

  test("a link leads to the next page's heading", async () => {
    const { page, close } = await openPage(browser, { baseURL });
    await settled(page, PROJECT, ".row-link");
    const link = page.locator(".row-link").first();
    const name = await link.innerText();
    await link.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(name);
    await close();
  });

  test("every stop can be seen", async () => {
    const { page, close } = await openPage(browser, { baseURL });
    await settled(page, SAMPLE, ".event");
    const unseen: string[] = [];
    for (let stop = 0; stop < 30; stop++) {
      await page.keyboard.press("Tab");
      const outline = await page.evaluate(() => {
        const { activeElement } = document;
        if (activeElement === null || activeElement === document.body) return "";
        const { outlineStyle } = getComputedStyle(activeElement);
        return outlineStyle === "none" ? activeElement.outerHTML.slice(0, 80) : "";
      });
      if (outline !== "") unseen.push(outline);
    }
    expect(unseen).toEqual([]);
    await close();
  });
});

test("a deployment can be taken along for a ticket, as text and as JSON", async () => {
  const { page, close } = await openPage(browser, {
    baseURL,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await settled(page, SAMPLE, ".event");
  await page.getByRole("button", { name: "Copy for a ticket" }).click();
  await page.getByText("Copied").waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^Service +zcjtest-07085 \(35de3ca9-/);
  expect(text).toMatch(/2019-07-08 14:48:52\.582 {2}normal {2}\[zcjtestTF 3\.0\.0\] starting model\n$/);
  await page.getByRole("button", { name: "Copy as JSON" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\{/);
  const json = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(json).toMatchObject({
    projectId: "demo",
    deployment: { observedMs: 80_818 },
    service: { name: "zcjtest-07085" },
  });
  expect(json.events).toHaveLength(9);
  await close();
});

test("a page that may not use the clipboard shows what to copy", async () => {
  const { page, close } = await openPage(browser, { baseURL });
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  await settled(page, SAMPLE, ".event");
  await page.getByRole("button", { name: "Copy for a ticket" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  expect(await dialog.getByRole("textbox").inputValue()).toContain("zcjtest-07085");
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
  await close();
});

test("on paper there are the facts, not the controls", async () => {
  const { page, close } = await openPage(browser, { baseURL, colorScheme: "dark" });
  await settled(page, SAMPLE, ".event");
  await page.emulateMedia({ media: "print" });
  expect(await page.locator(".shell-header").isVisible()).toBe(false);
  expect(await page.getByRole("button", { name: "Copy as JSON" }).isVisible()).toBe(false);
  expect(await page.locator(".event").last().isVisible()).toBe(true);
  expect(await page.locator(".waterfall .lane li").count()).toBe(5);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    "rgb(255, 255, 255)",
  );
  await close();
});
