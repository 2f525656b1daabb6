import type { RouteId } from "@deploy-lens/api/openapi/paths";
import { API_ROUTES, type ApiRoute } from "@deploy-lens/api/openapi/routes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attemptEvents } from "./testing/attempts.ts";
import { FINDING, keepSlowed, SLOWED } from "./testing/slowed-service.ts";
import { PROJECT, SAMPLE, startStack, type TestStack } from "./testing/stack.ts";
import { startTable, type TestTable } from "./testing/table.ts";
import { type Answer, byHttp, byLambda, byRequest, type Way } from "./testing/ways.ts";

const DAY_MS = 86_400_000;
const TRAINED = "11111111-2222-4333-8444-555555555555";

let table: TestTable;
let stack: TestStack;
const ways: Record<string, Way> = {};

beforeAll(async () => {
  table = await startTable();
  stack = await startStack({ app: { archive: async () => table.store } });
  const nowMs = Date.now();
  const recent = [5, 4, 3, 2].flatMap((days) => attemptEvents({ startedAtMs: nowMs - days * DAY_MS }));
  const old = attemptEvents({ startedAtMs: nowMs - 90 * DAY_MS, ends: "failure" });
  stack.simulator.addService({ id: TRAINED, name: "mnist", events: recent });
  const ids = { projectId: PROJECT, serviceId: TRAINED };
  await table.keep(
    ids,
    { events: [...old, ...recent] },
    { name: "mnist", status: "running", transitionAtMs: nowMs - DAY_MS },
  );
  await keepSlowed(table);
  ways["app.request"] = byRequest(stack.app);
  ways.Lambda = byLambda(stack.app);
  ways.HTTP = await byHttp(stack.app);
});

afterAll(async () => {
  for (const way of Object.values(ways)) await way.close();
  await stack.close();
  await table.close();
});

const S = `/api/v1/projects/${PROJECT}/services`;

const TARGETS: Readonly<Record<RouteId, string>> = {
  listProjects: "/api/v1/projects",
  listServices: `${S}?sort=name&limit=10`,
  getService: `${S}/${SAMPLE}`,
  listEvents: `${S}/${SAMPLE}/events?order=asc&limit=4&phase=build_image,pull_image`,
  listDeployments: `${S}/${TRAINED}/deployments?limit=3`,
  listProjectDeployments: `/api/v1/projects/${PROJECT}/deployments?outcome=success&limit=3`,
  getDeploymentFacets: `/api/v1/projects/${PROJECT}/deployments/facets?outcome=success`,
  listDeploymentPoints: `/api/v1/projects/${PROJECT}/deployments/points?kind=deploy`,
  getDeployment: `${S}/${SAMPLE}/deployments/latest`,
  getDeploymentTrace: `${S}/${TRAINED}/deployments/latest/trace`,
  listFindings: `/api/v1/projects/${PROJECT}/findings?state=open&kind=slower,faster&limit=1`,
  listServiceFindings: `${S}/${SLOWED}/findings?phase=pull_image`,
  getFinding: `${S}/${SLOWED}/findings/${FINDING}`,
  getDeployDurations: `${S}/${TRAINED}/deploy-durations?groupBy=phase,model&quantiles=0.5,0.9&compareTo=previous`,
  getProjectDeployDurations: `/api/v1/projects/${PROJECT}/deploy-durations?groupBy=service,phase`,
  getDelivery: `${S}/${TRAINED}/delivery`,
  getProjectDelivery: `/api/v1/projects/${PROJECT}/delivery`,
  listWireEvents: `/v1/${PROJECT}/services/${SAMPLE}/events?order=asc&limit=3`,
  getHealth: "/healthz",
  getReadiness: "/readyz",
  getOpenApi: "/openapi.json",
  getDocs: "/docs",
};

test("the router has exactly the API's routes", () => {
  const registered = stack.app.routes
    .filter(({ method }) => method === "GET")
    .map(({ path }) => path.replaceAll(/:(\w+)/g, "{$1}"));
  expect(new Set(registered)).toEqual(new Set(API_ROUTES.map(({ path }) => path)));
});

describe.each(["app.request", "Lambda", "HTTP"])("by %s", (name) => {
  const ask: Way["ask"] = (target, options) => {
    const way = ways[name];
    if (way === undefined) throw new Error(`no way ${name}`);
    return way.ask(target, options);
  };

  describe.each(API_ROUTES.map((route): [RouteId, ApiRoute] => [route.id, route]))("%s", (id, route) => {
    const target = TARGETS[id];
    const [path = ""] = target.split("?");

    test("answers what the document says", async () => {
      const answer = await ask(target);
      expect(answer.status, answer.text).toBe(200);
      const [type = "application/json"] = route.mediaTypes ?? [];
      expect(answer.headers["content-type"]).toContain(type);
      expectCommonHeaders(answer);
      if (route.answer.schema !== null) {
        const body: unknown = JSON.parse(answer.text);
        // Parsing drops fields that the schema does not name, so equality proves that nothing undocumented is returned.
        expect(route.answer.schema.parse(body)).toEqual(body);
      }
    });

    test("answers HEAD with the same headers and no body", async () => {
      const [get, head] = [await ask(target), await ask(target, { method: "HEAD" })];
      expect(head.status).toBe(200);
      expect(head.text).toBe("");
      expect(head.headers["content-type"]).toBe(get.headers["content-type"]);
      expectCommonHeaders(head);
    });

    if (route.cached)
      test("answers 304 to a caller that has it", async () => {
        const { etag = "", ...headers } = (await ask(target)).headers;
        expect(etag).toMatch(/^"[\w.-]{22,}"$/);
        expect(headers["cache-control"]).toMatch(/no-cache|max-age/);
        for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
          const again = await ask(target, { headers: { "if-none-match": known } });
          expect([again.status, again.text]).toEqual([304, ""]);
          expect(again.headers.etag).toBeDefined();
          expectCommonHeaders(again);
        }
        const other = await ask(target, { headers: { "if-none-match": '"other"' } });
        expect(other.status).toBe(200);
      });

    test.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("refuses %s", async (method) => {
      const answer = await ask(path, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe("GET, HEAD");
      expectError(route, answer, "urn:deploy-lens:problem:method-not-allowed");
    });

    if (route.errors === "problem" && route.query !== undefined)
      test("refuses a parameter that it does not have, by name, with all it has", async () => {
        const answer = await ask(`${path}?colour=red`);
        expect(answer.status).toBe(400);
        const problem = expectError(route, answer, "urn:deploy-lens:problem:invalid-parameters");
        expect(problem.errors).toEqual([
          {
            parameter: "colour",
            message: "is not a parameter of this route",
            allowed: Object.keys(route.query?.shape ?? {}),
          },
        ]);
      });
  });

  test("a path that is no route", async () => {
    for (const path of ["/", "/nope", "/api/v1", "/api/v1/projects/demo/services/x/nope", "/healthz/"]) {
      const answer = await ask(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(JSON.parse(answer.text)).toMatchObject({ type: "urn:deploy-lens:problem:route-not-found" });
      expectCommonHeaders(answer);
    }
  });

  test("a service that does not exist", async () => {
    for (const path of ["", "/events", "/deployments", "/deployments/latest", "/deploy-durations"]) {
      const answer = await ask(`${S}/no-such-service${path}`);
      expect([path, answer.status, answer.text]).toEqual([
        path,
        404,
        expect.stringContaining("service-not-found"),
      ]);
    }
    const wire = await ask(`/v1/${PROJECT}/services/no-such-service/events`);
    expect([wire.status, JSON.parse(wire.text)]).toEqual([
      404,
      { error_code: "ModelArts.3502", error_msg: "Service not found." },
    ]);
  });

  test("problems in the caller's language", async () => {
    const answer = await ask("/nope", { headers: { "accept-language": "zh-CN,zh;q=0.9,en;q=0.5" } });
    expect(JSON.parse(answer.text)).toMatchObject({ title: "接口不存在", status: 404, instance: "/nope" });
    expect(answer.headers["content-language"]).toBe("zh");
  });

  test("the caller's request id and trace go on", async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const answer = await ask("/healthz", {
      headers: { "x-request-id": "my-request-1", traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    });
    expect(answer.headers["x-request-id"]).toBe("my-request-1");
    expect(answer.headers.traceparent).toMatch(
      new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`),
    );
    expect(stack.lines.at(-1)).toMatchObject({ requestId: "my-request-1", traceId });
  });
});

function expectCommonHeaders({ headers }: Answer): void {
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "strict-transport-security": expect.stringContaining("max-age="),
    "content-security-policy": expect.stringContaining("default-src 'none'"),
    "x-request-id": expect.stringMatching(/^[A-Za-z0-9_-]{8,64}$/),
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/),
  });
}

function expectError(route: ApiRoute, answer: Answer, type: string): Record<string, unknown> {
  expectCommonHeaders(answer);
  expect(answer.headers["cache-control"]).toBe("no-store");
  const body = JSON.parse(answer.text);
  if (route.errors === "wire") {
    expect(answer.headers["content-type"]).toContain("application/json");
    expect(body).toEqual({
      error_code: expect.stringMatching(/^(ModelArts|APIG)\.\d{4}$/),
      error_msg: expect.any(String),
    });
  } else {
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(body).toMatchObject({ type, status: answer.status, requestId: answer.headers["x-request-id"] });
  }
  return body;
}
