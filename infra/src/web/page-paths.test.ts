import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";

const source = readFileSync(join(import.meta.dirname, "page-paths.js"), "utf8");

/** Calls the function as CloudFront does: by its name, in a context of its own. */
function rewrite(uri: string): string {
  return runInNewContext(`${source}; handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`);
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
  expect(rewrite(uri)).toBe(expected);
});
