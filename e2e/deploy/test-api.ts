import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Deployment } from "./deployment.ts";
import { get } from "./read.ts";
import { PROJECT_ID } from "./world.ts";

const sample: { service_id: string; events: unknown[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../packages/core/fixtures/documented-sample.json"), "utf8"),
);

const WIRE = `/v1/${PROJECT_ID}/services/${sample.service_id}/events`;
const SERVICE = `/api/v1/projects/${PROJECT_ID}/services/${sample.service_id}`;

/** The HTTP API through API Gateway, with tokens. */
export function testApi(deployment: Deployment): void {
  const ask = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    get(`${await deployment.webUrl()}${path}`, headers);
  const token = (claims: Readonly<Record<string, unknown>> = {}) =>
    deployment.world.issuer.token({ projects: [PROJECT_ID], ...claims });
  const bearer = async (claims?: Readonly<Record<string, unknown>>) => ({
    authorization: `Bearer ${await token(claims)}`,
  });

  describe("the API", () => {
    test("answers nobody who goes around CloudFront and its firewall", async () => {
      const direct = await deployment.apiUrl();
      expect(await get(`${direct}/healthz`)).toMatchObject({
        status: 404,
        body: { requestId: expect.any(String) },
      });
      expect(await get(`${direct}${SERVICE}/events`, await bearer())).toMatchObject({ status: 404 });
    });

    test("answers a path that is none in its own words", async () => {
      expect(await ask("/api/nothing")).toMatchObject({
        status: 404,
        body: { type: expect.stringContaining("route-not-found"), requestId: expect.any(String) },
      });
    });

    test("says that it is well, and describes itself, to everybody", async () => {
      expect(await ask("/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
      expect(await ask("/openapi.json")).toMatchObject({ status: 200, body: { openapi: "3.1.1" } });
      expect((await ask("/docs")).headers.get("content-type")).toContain("text/html");
    });

    test("answers the documented sample field for field", async () => {
      const { status, body } = await ask(`${WIRE}?order=asc`, await bearer());
      expect(body).toEqual(sample);
      expect(status).toBe(200);
    });

    test("takes the token where clients of ModelArts put it", async () => {
      expect(await ask(`${WIRE}?limit=1`, { "x-auth-token": await token() })).toMatchObject({ status: 200 });
    });

    test("compresses what is large", async () => {
      const { status, headers } = await ask("/openapi.json", { "accept-encoding": "gzip" });
      expect(status).toBe(200);
      expect(headers.get("content-encoding")).toBe("gzip");
      expect(headers.get("vary")?.toLowerCase()).toContain("accept-encoding");
    });

    test("answers events and the latest deployment, normalized", async () => {
      const { body } = await ask(`${SERVICE}/events?order=asc&limit=2`, await bearer());
      expect(body).toMatchObject({
        events: [{ signal: "begin", operation: "deploy" }, { phase: "build_image" }],
      });
      const latest = await ask(`${SERVICE}/deployments/latest`, await bearer());
      expect(latest.body).toMatchObject({ observedMs: 80_818, outcome: null });
    });

    test("answers 304 to a caller that has the answer already", async () => {
      const headers = await bearer();
      const first = await ask(`${WIRE}?order=asc`, headers);
      const etag = first.headers.get("etag") ?? "";
      expect(await ask(`${WIRE}?order=asc`, { ...headers, "if-none-match": etag })).toMatchObject({
        status: 304,
      });
    });

    test.each([
      ["no token", () => undefined],
      ["an expired token", () => token({ exp: 1_700_000_000 })],
      ["a token for another audience", () => token({ aud: "somebody-else" })],
      ["a token of another issuer", () => token({ iss: "https://somebody-else.test" })],
      ["a forged token", () => deployment.world.issuer.forgedToken({ projects: [PROJECT_ID] })],
    ])("refuses %s on both families of routes", async (_, make) => {
      const made = await make();
      const headers: Record<string, string> = made === undefined ? {} : { authorization: `Bearer ${made}` };
      expect(await ask(`${SERVICE}/events`, headers)).toMatchObject({
        status: 401,
        body: { type: expect.stringContaining("unauthenticated"), requestId: expect.any(String) },
      });
      expect(await ask(WIRE, headers)).toMatchObject({
        status: 401,
        body: { error_code: expect.any(String), error_msg: expect.any(String) },
      });
    });

    test("refuses a project that the token does not list", async () => {
      const headers = await bearer({ projects: ["another"] });
      expect(await ask(`${SERVICE}/events`, headers)).toMatchObject({
        status: 403,
        body: { type: expect.stringContaining("forbidden"), requestId: expect.any(String) },
      });
      expect(await ask(WIRE, headers)).toMatchObject({
        status: 403,
        body: { error_code: expect.any(String) },
      });
    });

    test("names the parameter that is wrong", async () => {
      expect(await ask(`${SERVICE}/events?limit=0`, await bearer())).toMatchObject({
        status: 400,
        body: { errors: [{ parameter: "limit", message: expect.any(String) }] },
      });
    });
  });
}
