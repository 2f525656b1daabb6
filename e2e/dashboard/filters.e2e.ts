import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
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

async function open(path: string): Promise<Page> {
  watched = await openPage(browser, { baseURL });
  await watched.page.goto(path);
  return watched.page;
}

const searchOf = (page: Page) => decodeURIComponent(new URL(page.url()).search);
const names = (page: Page) => page.locator(".services tbody .row-link").allInnerTexts();

describe("services", () => {
  test("are found as one types; the address says it, and brings it back", async () => {
    const page = await open(PROJECT);
    await page.getByLabel("Find a service").fill("fraud");
    const allFraud = async () => {
      const found = await names(page);
      return found.length > 0 && found.every((name) => name.includes("fraud"));
    };
    await expect.poll(allFraud).toBe(true);
    await expect.poll(() => searchOf(page)).toBe("?find=fraud");
    await page.reload();
    await page.locator(".services tbody tr").first().waitFor();
    expect(await allFraud()).toBe(true);
    expect(await page.getByLabel("Find a service").inputValue()).toBe("fraud");
  });

  test("are sorted by the table's head, both ways", async () => {
    const page = await open(PROJECT);
    await page.locator(".services tbody tr").first().waitFor();
    await page.getByRole("button", { name: "Service", exact: true }).click();
    await expect.poll(() => searchOf(page)).toBe("?sort=name&order=asc");
    const ascending = (await names(page)).toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
    await expect.poll(() => names(page)).toEqual(ascending);
    expect(await page.getByRole("columnheader", { name: "Service" }).getAttribute("aria-sort")).toBe(
      "ascending",
    );
    await page.getByRole("button", { name: "Service", exact: true }).click();
    await expect.poll(() => names(page)).toEqual(ascending.toReversed());
  });

  test("that nobody has say so and offer the way back", async () => {
    const page = await open(`${PROJECT}?find=no-such-service&status=failed`);
    await page.getByText("No service matches").waitFor();
    await page.getByRole("button", { name: "Show all services" }).click();
    await page.locator(".services tbody tr").first().waitFor();
    await expect.poll(() => searchOf(page)).toBe("");
  });
});

describe("a service's window, model and outcome", () => {
  test("stand in the address and hold after a reload", async () => {
    const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
    const page = await open(servicePath(service));
    const n = page.locator(".spreads tbody .spread-n").first();
    await n.waitFor();
    const all = Number(await n.innerText());
    await page.getByRole("button", { name: "7 days", exact: true }).click();
    await expect.poll(async () => Number(await n.innerText())).toBeLessThan(all);
    await page.locator(".model-picker > summary").click();
    const newest = await page.locator(".model-versions .model-option").first().innerText();
    await page.getByLabel("Find a model or version").fill(newest);
    await page.keyboard.press("Enter");
    await page.getByLabel("Outcome").selectOption("success");
    await expect.poll(() => searchOf(page)).toMatch(/^\?range=7d&model=.+&outcome=success$/);
    const search = searchOf(page);
    await page.reload();
    await n.waitFor();
    expect(searchOf(page)).toBe(search);
    expect(await page.getByRole("button", { name: "7 days", exact: true }).getAttribute("aria-pressed")).toBe(
      "true",
    );
    expect(await page.locator(".deployments tbody .badge").allInnerTexts()).not.toContain("failed");
    await page.getByRole("button", { name: "Reset filters" }).click();
    await expect.poll(async () => Number(await n.innerText())).toBe(all);
  });

  test("hold against the window before, other days, and another model", async () => {
    const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
    const page = await open(`${servicePath(service)}?range=7d`);
    const compare = page.getByRole("region", { name: "Compare" });
    await compare.getByRole("row", { name: /^total/ }).waitFor();
    expect(await compare.getByRole("row", { name: /^total/ }).innerText()).toMatch(/→.*× \d+\.\d\d/s);
    const select = compare.getByLabel("Compare with");
    const model = await select.locator("option", { hasText: "model " }).first().getAttribute("value");
    await select.selectOption(model);
    await expect.poll(() => compare.innerText()).toContain(`compared with ${model?.slice("model:".length)}`);
    await expect.poll(() => searchOf(page).replaceAll("+", " ")).toContain(`compare=${model}`);
  });
});

describe("what makes no sense in an address", () => {
  test("is said and left out; the rest holds", async () => {
    const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
    const page = await open(`${servicePath(service)}?range=1y&outcome=success&from=2026-02-30&colour=red`);
    const notice = page.getByText("Ignored what makes no sense in the address");
    await notice.waitFor();
    expect(await notice.innerText()).toContain("range=1y, from=2026-02-30, colour=red");
    expect(await page.getByLabel("Outcome").inputValue()).toBe("success");
    await page.getByLabel("Outcome").selectOption("");
    await notice.waitFor({ state: "hidden" });
    await expect.poll(() => searchOf(page)).toBe("");
  });

  test("ids that cannot be say so", async () => {
    watched = await openPage(browser, { baseURL, expected: /404|400/ });
    await watched.page.goto(`${PROJECT}/services/no-such-service`);
    await watched.page.getByText("Service not found").waitFor();
    await watched.page.getByText("Start from the list of services").waitFor();
  });
});

describe("waterfall and log", () => {
  test("mark each other when pointed at, by mouse and by keyboard", async () => {
    const page = await open(SAMPLE);
    const bar = page.getByRole("button", { name: /^pull image/ });
    const marked = page.locator(".event-marked");
    await bar.hover();
    await expect
      .poll(() => marked.allInnerTexts())
      .toEqual([
        expect.stringContaining("pulling model image"),
        expect.stringContaining("pull image success"),
      ]);
    await page.getByText("preparing environment").hover();
    const markedBar = page.locator(".waterfall-row.marked .phase-name");
    await expect.poll(() => markedBar.allInnerTexts()).toEqual(["prepare environment"]);
    expect(await page.locator(".waterfall-cursor").count()).toBe(1);
    await page.mouse.move(0, 0);
    await page.getByRole("button", { name: /^schedule resource/ }).focus();
    await expect
      .poll(() => marked.allInnerTexts())
      .toEqual([expect.stringContaining("schedule resource success")]);
  });

  test("keep what was chosen in the address", async () => {
    const page = await open(SAMPLE);
    await page.getByRole("button", { name: /pulling model image/ }).click();
    await expect.poll(() => searchOf(page)).toBe("?phase=pull_image&model=zcjtestTF+3.0.0");
    await page.reload();
    const bar = page.getByRole("button", { name: /^pull image/ });
    await bar.waitFor();
    expect(await bar.getAttribute("aria-pressed")).toBe("true");
    await expect.poll(() => page.locator(".event-chosen").count()).toBe(2);
    await bar.click();
    await expect.poll(() => searchOf(page)).toBe("");
  });

  test("show problems alone when asked", async () => {
    const service = await serviceWhere(
      baseURL,
      ({ latestDeployment }) => latestDeployment?.outcome === "failure",
    );
    const page = await open(`${servicePath(service)}/deployments/${service.latestDeployment?.id}`);
    const events = page.locator(".event");
    await events.first().waitFor();
    const all = await events.count();
    await page.getByRole("button", { name: "Problems only" }).click();
    await expect.poll(() => events.count()).toBeLessThan(all);
    await expect.poll(() => searchOf(page)).toBe("?log=problems");
  });
});

test("back and forward go through the pages", async () => {
  const page = await open(PROJECT);
  const first = page.locator(".services tbody .row-link").first();
  await first.waitFor();
  const name = await first.innerText();
  await first.click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "demo" }).waitFor();
  await page.goForward();
  await page.getByRole("heading", { level: 1, name }).waitFor();
});
