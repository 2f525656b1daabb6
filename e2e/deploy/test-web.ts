import { describe, expect, test } from "vitest";
import type { Deployment } from "./deployment.ts";
import { get } from "./read.ts";
import { PROJECT_ID } from "./world.ts";

/** The dashboard and the API through CloudFront. */
export function testWeb(deployment: Deployment): void {
  const ask = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    get(`${await deployment.webUrl()}${path}`, headers);

  describe("CloudFront", () => {
    test("serves the dashboard, and each of its pages", async () => {
      const home = await ask("/");
      expect(home).toMatchObject({
        status: 200,
        text: expect.stringContaining("<title>Deploy Lens</title>"),
      });
      expect((await ask(`/projects/${PROJECT_ID}/services/any/deployments/latest`)).text).toBe(home.text);
      expect(home.headers.get("cache-control")).toBe("no-cache");
    });

    test("serves the dashboard's scripts as immutable", async () => {
      const { text } = await ask("/");
      const script = /src="(\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? "none";
      const { status, headers } = await ask(script);
      expect(status).toBe(200);
      expect(headers.get("content-type")).toContain("javascript");
      expect(headers.get("cache-control")).toContain("immutable");
    });

    test("gives the dashboard its issuer", async () => {
      expect((await ask("/config.json")).body).toEqual({
        issuer: deployment.world.issuer.url,
        clientId: "dashboard",
        scope: "openid profile",
      });
    });

    test("lets pages talk to their own origin and to the issuer alone", async () => {
      const { headers } = await ask("/");
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain(`connect-src 'self' ${deployment.world.issuer.url};`);
      expect(policy).not.toContain("unsafe");
      expect(headers.get("strict-transport-security")).toContain("max-age=63072000");
    });

    test("passes the API's routes on, token and all", async () => {
      const token = await deployment.world.issuer.token({ projects: [PROJECT_ID] });
      const services = `/api/v1/projects/${PROJECT_ID}/services?limit=1`;
      expect(await ask("/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
      expect(await ask("/openapi.json")).toMatchObject({ status: 200 });
      expect(await ask(services, { authorization: `Bearer ${token}` })).toMatchObject({
        status: 200,
        body: { services: [{ id: expect.any(String) }] },
      });
      expect(await ask(services)).toMatchObject({ status: 401 });
      const [service] = deployment.world.simulator.services(PROJECT_ID);
      const events = `/v1/${PROJECT_ID}/services/${service?.id}/events?limit=1`;
      expect(await ask(events, { "x-auth-token": token })).toMatchObject({
        status: 200,
        body: { service_id: service?.id, count: 1 },
      });
    });
  });
}
