import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { HOSTILE, PROJECT, SAMPLE, servicePath, serviceWhere } from "./places.ts";

const baseURL = inject("baseURL");
let browser: Browser;
const opened: WatchedPage[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(path: string) {
  const watched = await openPage(browser, { baseURL });
  opened.push(watched);
  await watched.page.goto(path);
  return watched.page;
}

describe("the project", () => {
  test("is the first page of a reader with only one project", async () => {
    const page = await open("/");
    await page.getByRole("heading", { name: "demo" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(PROJECT);
    expect(await page.title()).toBe("demo · Deploy Lens");
  });

  test("lists its services with status, strip, percentiles and trend", async () => {
    const page = await open(PROJECT);
    const row = page.getByRole("row").filter({ hasText: "fraud-score" });
    await row.getByRole("img", { name: /P50 per day/ }).waitFor();
    expect(await row.innerText()).toMatch(/running|failed|stopped/);
    expect(await row.getByRole("img").first().getAttribute("aria-label")).toMatch(
      /prepare environment .*pull image/,
    );
    await expect.poll(() => row.locator(".row-p50").innerText()).toMatch(/min|s$/);
  });

  test("folds away what has been quiet for more than a week", async () => {
    const page = await open(PROJECT);
    const now = page.getByRole("region", { name: "Deploying now" });
    const fold = now.getByText("1 has been quiet for more than a week");
    await fold.waitFor();
    expect(await now.getByText("zcjtest-07085").isVisible()).toBe(false);
    await fold.click();
    const silent = now.getByRole("listitem").filter({ hasText: "zcjtest-07085" });
    expect(await silent.innerText()).toMatch(/stalled[\s\S]*last event 7 years ago/);
    expect(await silent.innerText()).not.toMatch(/so far/);
  });

  test("says where its time goes and what it fails of", async () => {
    const page = await open(PROJECT);
    const phases = page.getByRole("region", { name: "Where the time goes" }).getByRole("row");
    await phases.nth(1).waitFor();
    expect(await phases.count()).toBe(7);
    const causes = page.getByRole("region", { name: "Why deployments failed" }).getByRole("listitem");
    await causes.first().waitFor();
    const counts = (await causes.locator(".cause-n").allInnerTexts()).map((text) =>
      Number.parseInt(text, 10),
    );
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });
});

describe("a service", () => {
  test("shows each phase's percentiles with n, and both kinds of image pulls", async () => {
    const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
    const page = await open(servicePath(service));
    const pull = page
      .getByRole("region", { name: "How long it takes" })
      .getByRole("row", { name: /^pull image/ });
    await pull.waitFor();
    expect(await pull.locator("td.number").count()).toBe(4);
    expect(await pull.innerText()).toMatch(/two kinds: \d+% warm around [\d.]+ s, \d+% cold around/);
    expect(await pull.getByRole("img").getAttribute("aria-label")).toMatch(/P50 .*P90 .*P99 /);
  });

  test("shows a trend per phase, as charts and as a table", async () => {
    const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
    const page = await open(servicePath(service));
    const trend = page.getByRole("region", { name: "Per day" });
    await trend.getByRole("img").first().waitFor();
    expect(await trend.getByRole("img").count()).toBe(6);
    await trend.getByText("As a table").click();
    expect(await trend.getByRole("row").count()).toBeGreaterThan(5);
  });

  test("reads its deployments as far down as the reader goes", async () => {
    const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
    const page = await open(`${servicePath(service)}?range=90d`);
    const rows = page.getByRole("region", { name: "Deployments" }).locator("tbody tr");
    await rows.first().waitFor();
    const before = await rows.count();
    await page.getByRole("button", { name: "Show older ones" }).click();
    await expect.poll(() => rows.count()).toBeGreaterThan(before);
  });

  test("gives its figures as a file", async () => {
    const service = await serviceWhere(baseURL, ({ name }) => name === "fraud-score");
    const page = await open(servicePath(service));
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download CSV" }).click();
    expect((await download).suggestedFilename()).toMatch(
      /^fraud-score_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv$/,
    );
    // Excel needs the byte order mark to detect UTF-8.
    expect(await readFile(await (await download).path(), "utf8")).toMatch(/^\ufefffrom,to,/);
  });
});

describe("the documented sample", () => {
  test("reads as the contract's table", async () => {
    const page = await open(SAMPLE);
    const rows = page.getByRole("region", { name: "Time by phase" }).getByRole("row");
    await rows.nth(1).waitFor();
    const cells = await rows.evaluateAll((all) =>
      all
        .slice(1)
        .map((row) =>
          [...row.querySelectorAll("th, td")].map(
            (cell) =>
              cell.querySelector("[title$=' ms']")?.getAttribute("title") ?? cell.textContent?.trim() ?? "",
          ),
        ),
    );
    expect(cells.map(([name, took, critical]) => [name, took, critical])).toEqual([
      ["build image", "17 ms", "17 ms"],
      ["prepare environment", "20,171 ms", "20,171 ms"],
      ["schedule resource", "6 ms", "6 ms"],
      ["pull image", "56,642 ms", "56,642 ms"],
      ["start model", "no end yet", "0 ms"],
      ["start → build image", "24 ms", "24 ms"],
      ["build image → prepare environment", "3,939 ms", "3,939 ms"],
      ["schedule resource → pull image", "7 ms", "7 ms"],
      ["pull image → start model", "12 ms", "12 ms"],
      ["Critical path and gaps", "", "80,818 ms"],
    ]);
    expect(cells[2]?.at(-1)).toBe("begins where the phase before it ended");
  });

  test("is not taken for a success of 80.8 s", async () => {
    const page = await open(SAMPLE);
    await page.getByText("ModelArts has reported nothing about this deployment for a long time").waitFor();
    expect(await page.locator(".page-title").innerText()).toContain("stalled");
    expect(await page.locator(".facts").innerText()).toMatch(/Observed\s+1 min 20\.8 s/);
  });

  test("shows times in the reader's zone, and in UTC on hover", async () => {
    const page = await open(SAMPLE);
    const started = page.locator(".facts time").first();
    expect(await started.innerText()).toContain("10:47:31");
    expect(await started.getAttribute("title")).toBe("2019-07-08 14:47:31.764 UTC");
  });
});

test("a failure says why and what to do", async () => {
  const service = await serviceWhere(
    baseURL,
    ({ latestDeployment }) => latestDeployment?.outcome === "failure",
  );
  const page = await open(`${servicePath(service)}/deployments/${service.latestDeployment?.id}`);
  const why = page.getByRole("region", { name: /^Why it failed: / });
  await why.waitFor();
  expect((await why.locator(".quote").innerText()).length).toBeGreaterThan(5);
  expect(await why.innerText()).toMatch(/What to do\s+\S.{20,}/);
});

test("hostile texts are texts", async () => {
  const page = await open(HOSTILE);
  const log = page.getByRole("region", { name: "Events" });
  await log.getByText("<script>document.title").waitFor();
  expect(await log.innerText()).toContain("invoice⟨U+202E⟩gnp.exe");
  expect(await page.locator("main script, main img[src], main b, main svg[onload]").count()).toBe(0);
  expect(await page.title()).toBe("hostile · deploy · Deploy Lens");
});

test("an address that leads nowhere says so", async () => {
  const page = await open("/nowhere");
  await page.getByRole("heading", { name: "Page not found" }).waitFor();
});

test("nothing of all this violated the policy, broke, warned or talked to anybody else", () => {
  expect(opened.length).toBeGreaterThan(10);
  expect(opened.flatMap(({ complaints }) => complaints)).toEqual([]);
});
