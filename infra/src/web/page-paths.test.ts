import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";

const source = readFileSync(join(import.meta.dirname, "page-paths.js"), "utf8");

/** Calls the function as CloudFront does: by its name, in a context of its own. */
function handle(uri: string, accept?: string): { readonly uri?: string; readonly statusCode?: number } {
  const request = { uri, headers: accept === undefined ? {} : { accept: { value: accept } } };
  return runInNewContext(`${source}; handler({ request: ${JSON.stringify(request)} })`);
}

test.each([
  ["/", "/index.html"],
  ["/signed-in", "/index.html"],
  ["/projects/demo", "/index.html"],
  ["/projects/demo/services/s/deployments/0muv.76o00", "/index.html"],
  ["/index.html", "/index.html"],
  ["/config.json", "/config.json"],
  ["/icon.svg", "/icon.svg"],
  ["/assets/index-DgEDXp_r.js", "/assets/index-DgEDXp_r.js"],
  ["/assets/gone", "/assets/gone"],
])("%s is %s", (uri, expected) => {
  expect(handle(uri).uri).toBe(expected);
});

test.each(["/metrics", "/v12/demo", "/projectsx", "/nothing/here"])(
  "%s is the page that says so to a browser, and 404 to a program",
  (uri) => {
    expect(handle(uri, "text/html,application/xhtml+xml,*/*;q=0.8").uri).toBe("/index.html");
    expect([handle(uri), handle(uri, "*/*"), handle(uri, "application/json")]).toMatchObject(
      Array.from({ length: 3 }, () => ({ statusCode: 404 })),
    );
  },
);
