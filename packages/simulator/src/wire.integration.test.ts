import { parseUpstreamError } from "@deploy-lens/core/upstream/errors";
import { parseEventsAnswer } from "@deploy-lens/core/upstream/events";
import { parseIamTokenAnswer } from "@deploy-lens/core/upstream/iam-token";
import { parseServiceDetail } from "@deploy-lens/core/upstream/service-detail";
import { parseServiceList } from "@deploy-lens/core/upstream/services";
import { parseUpdateLogs } from "@deploy-lens/core/upstream/update-logs";
import { describe, expect, test } from "vitest";
import { DEMO_AUTH } from "./auth/credentials.ts";
import { startSimulator } from "./testing/running-simulator.ts";

describe("what the simulator says, read with core's schemas", () => {
  test("lists, details, update logs and events of every service", async () => {
    const { get } = await startSimulator({ scenario: { services: 14, idleServices: 1 } });
    const list = parseServiceList((await get("/v1/demo/services")).body);
    expect(list.services).toHaveLength(17);
    for (const { service_id, service_name } of list.services) {
      const path = `/v1/demo/services/${service_id}`;
      expect(parseServiceDetail((await get(path)).body).service_name).toBe(service_name);
      expect(parseUpdateLogs((await get(`${path}/logs`)).body).logs.length).toBeGreaterThan(0);
      const events = parseEventsAnswer((await get(`${path}/events?limit=50`)).body);
      expect(events.count).toBe(events.events.length);
    }
  });

  test("tokens", async () => {
    const [{ userName, password, domainName }] = DEMO_AUTH.users;
    const { post } = await startSimulator({ auth: DEMO_AUTH });
    const user = { name: userName, password, domain: { name: domainName } };
    const answer = await post("/v3/auth/tokens", {
      auth: { identity: { methods: ["password"], password: { user } }, scope: { project: { id: "demo" } } },
    });
    expect(parseIamTokenAnswer(answer.body).token.expires_at).toBe("2026-11-24T12:00:00.000000Z");
  });

  test("errors of service, gateway and IAM", async () => {
    const { get, post } = await startSimulator();
    expect(parseUpstreamError((await get("/v1/demo/services/x/events")).body).code).toBe("ModelArts.3502");
    expect(parseUpstreamError((await get("/nowhere")).body).code).toBe("APIG.0101");
    expect(parseUpstreamError((await post("/v3/auth/tokens", {})).body).message).toContain("invalid");
  });
});
