import { expect, test } from "vitest";
import { apiAndPage } from "./api-and-page.ts";

const fetch = apiAndPage(
  () => new Response("api"),
  () => new Response("page"),
);

const HTML = "text/html,application/xhtml+xml,*/*;q=0.8";

test.each([
  ["/", undefined, "page"],
  ["/projects/demo", HTML, "page"],
  ["/projects/demo", "*/*", "api"],
  ["/projects/demo", undefined, "api"],
  ["/assets/index-a1b2.js", "*/*", "page"],
  ["/config.json", "application/json", "page"],
  ["/api/v1/projects", HTML, "api"],
  ["/v1/demo/services/x/events", HTML, "api"],
  ["/v2/demo/services/x/events", "*/*", "api"],
  ["/v3/auth/tokens", HTML, "api"],
  ["/openapi.json", HTML, "api"],
  ["/docs", HTML, "api"],
  ["/metrics", "text/plain", "api"],
])("%s for %s: %s", async (path, accept, answer) => {
  const headers = accept === undefined ? {} : { accept };
  const response = await fetch(new Request(`http://127.0.0.1${path}`, { headers }));
  expect(await response.text()).toBe(answer);
});
