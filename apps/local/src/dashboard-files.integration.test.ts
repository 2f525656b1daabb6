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
