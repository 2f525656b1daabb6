import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { dashboardFiles } from "./dashboard-files.ts";

const folder = mkdtempSync(join(tmpdir(), "dashboard-files-"));
writeFileSync(join(folder, "index.html"), "the page");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const statusOf = async (path: string, accept: string) =>
  (await dashboardFiles(folder).request(path, { headers: { accept } })).status;

test.each(["/", "/signed-in", "/projects", "/projects/demo/services/s"])("%s is a page", async (path) => {
  expect(await statusOf(path, "*/*")).toBe(200);
});

test.each(["/metrics", "/v12/demo", "/projectsx"])(
  "%s is the page that says so to a browser, and 404 to a program",
  async (path) => {
    expect(await statusOf(path, "text/html,*/*;q=0.8")).toBe(200);
    expect(await statusOf(path, "application/json")).toBe(404);
  },
);

test("the page learns the platform's region, for links to its console", async () => {
  const configuration = async (region?: string) =>
    (await dashboardFiles(folder, region).request("/config.json")).json();
  expect(await configuration("cn-north-4")).toEqual({ region: "cn-north-4" });
  expect(await configuration()).toEqual({});
});

test("files are compressed when asked for, and crawlers are kept out", async () => {
  writeFileSync(join(folder, "long.js"), "//".repeat(2000));
  writeFileSync(join(folder, "robots.txt"), "User-agent: *");
  const get = (path: string) =>
    dashboardFiles(folder).request(path, { headers: { "accept-encoding": "gzip", accept: "text/html" } });
  expect((await get("/long.js")).headers.get("content-encoding")).toBe("gzip");
  expect(await (await get("/robots.txt")).text()).toBe("User-agent: *");
});
