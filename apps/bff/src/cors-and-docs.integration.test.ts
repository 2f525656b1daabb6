import { hash } from "node:crypto";
import { API_ROUTES } from "@deploy-lens/api/openapi/routes";
import document from "@deploy-lens/api/openapi.json" with { type: "json" };
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROJECT, SAMPLE, startStack, type TestStack } from "./testing/stack.ts";

let stack: TestStack;

beforeAll(async () => {
  stack = await startStack({
    app: { settings: { corsOrigins: ["https://lens.example", "http://localhost:5173"] } },
  });
});

afterAll(() => stack.close());

const EVENTS = `/api/v1/projects/${PROJECT}/services/${SAMPLE}/events`;

describe("pages of other origins", () => {
  test("of the list may read answers, problems too, with the headers that matter", async () => {
    for (const target of [EVENTS, "/nope", `${EVENTS}?limit=0`]) {
      const { headers } = await stack.app.request(target, { headers: { origin: "https://lens.example" } });
      expect(headers.get("access-control-allow-origin")).toBe("https://lens.example");
      expect(headers.get("access-control-expose-headers")).toContain("etag");
      expect(headers.get("vary")?.toLowerCase()).toContain("origin");
      expect(headers.has("access-control-allow-credentials")).toBe(false);
    }
  });

  test("may read the refusal of a missing token, in the format of either family", async () => {
    const own = await startStack({
      app: {
        auth: {
          mode: "oidc",
          issuer: "https://issuer.example",
          audiences: ["deploy-lens"],
          projectsClaim: "projects",
          jwksUri: null,
          algorithms: ["RS256"],
        },
        settings: { corsOrigins: ["https://lens.example"] },
      },
    });
    for (const [target, shape] of [
      [EVENTS, { type: "urn:deploy-lens:problem:unauthenticated", requestId: expect.any(String) }],
      [`/v1/${PROJECT}/services/${SAMPLE}/events`, { error_code: "APIG.0301" }],
    ] as const) {
      const answer = await own.app.request(target, { headers: { origin: "https://lens.example" } });
      expect([answer.status, await answer.json()]).toMatchObject([401, shape]);
      expect(answer.headers.get("access-control-allow-origin")).toBe("https://lens.example");
      expect(answer.headers.get("access-control-expose-headers")).toContain("www-authenticate");
    }
    await own.close();
  });

  test.each([
    "https://evil.example",
    "https://lens.example.evil.example",
    "https://LENS.example",
    "null",
    "http://lens.example",
  ])("%s may not", async (origin) => {
    const { headers } = await stack.app.request(EVENTS, { headers: { origin } });
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  test("learn by preflight what they may send", async () => {
    const answer = await stack.app.request(EVENTS, {
      method: "OPTIONS",
      headers: {
        origin: "http://localhost:5173",
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization,if-none-match",
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-methods")).toBe("GET,HEAD");
    expect(answer.headers.get("access-control-allow-headers")).toContain("authorization");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("without a list nobody may", async () => {
    const own = await startStack();
    const { headers } = await own.app.request(EVENTS, { headers: { origin: "https://lens.example" } });
    expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    await own.close();
  });
});

describe("the document", () => {
  test("served is the one that the API made", async () => {
    expect(await (await stack.app.request("/openapi.json")).json()).toEqual(document);
  });

  test("as a page needs no script, no other host, and only its own style", async () => {
    const answer = await stack.app.request("/docs");
    const page = await answer.text();
    const policy = answer.headers.get("content-security-policy") ?? "";
    const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash("sha256", style, "base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object|form)|style="| on[a-z]+="/i);
    expect([...page.matchAll(/(?:src|href)="([^"#][^"]*)"/g)].map(([, url]) => url)).toEqual([
      "/openapi.json",
    ]);
  });

  test("as a page names every route, parameter, problem and type, and every link leads somewhere", async () => {
    const page = await (await stack.app.request("/docs")).text();
    for (const { id, path, query } of API_ROUTES as readonly {
      id: string;
      path: string;
      query?: { shape: object };
    }[]) {
      expect(page).toContain(`id="${id}"`);
      expect(page).toContain(path.replaceAll("&", "&amp;"));
      for (const name of Object.keys(query?.shape ?? {})) expect(page).toContain(`<code>${name}</code>`);
    }
    for (const name of Object.keys(document.components.schemas)) expect(page).toContain(`id="type-${name}"`);
    expect(page).toContain("urn:deploy-lens:problem:service-not-found");
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
  });

  test("as a page is well-formed: every element that opens closes, in order", async () => {
    const page = await (await stack.app.request("/docs")).text();
    const open: string[] = [];
    for (const [, closing, name = ""] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (name === "meta") continue;
      if (closing === "") open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });
});
