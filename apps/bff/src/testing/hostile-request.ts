import { API_ROUTES } from "@deploy-lens/api/openapi/routes";
import { hostileText } from "@deploy-lens/core/testing/hostile-text";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import fc from "fast-check";
import { gatewayEvent } from "./ways.ts";

/** A request that no client library would make. */
export interface HostileRequest {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

const IDS = [
  "demo",
  SAMPLE_SERVICE_ID,
  ...["latest", "00000000-0000-0000-0000-000000000000", "..", "%2e%2e", "a b", "é"],
];

const NAMES = [
  ..."type from to phase model order limit cursor outcome groupBy quantiles compare status sort q fields".split(
    " ",
  ),
  ..."event_type event_info start_time end_time offset sort_by project_id".split(" "),
];

const VALUES = [
  ..."0 1 2 100 1000 1001 -1 1.5 1e3 asc desc normal abnormal success failure phase day model service".split(
    " ",
  ),
  ..."2026-11-01 2026-11-01T00:00:00Z 2019-07-08T14:47:31.764+08:00 1562597251764 9999-12-31T23:59:59.999Z".split(
    " ",
  ),
  ..."2026-02-30 2026-11-01T00:00:00 0.5,0.9 0.5,0.5 1,2 NaN pull_image gap total mnist zcjtestTF,3.0.0 null".split(
    " ",
  ),
  "previous",
  "2026-10-01/2026-11-01",
  "1.Zk3x09_a.WzE1NjI1OTcyNTE3NjQsIjEiXQ",
  "",
];

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  accept: [
    ...["application/json", "text/csv", "text/*;q=0.1", "*/*;q=0", "application/xml", ";;q=,"],
    "a".repeat(9_000),
  ],
  "accept-language": ["zh-CN,zh;q=0.9", "en;q=2", "*", "-", ",".repeat(5_000)],
  "if-none-match": ["*", 'W/"a", "b"', '"', '"a"'.repeat(2_000)],
  authorization: ["Bearer a.b.c", "Basic x", "Bearer ", "SDK-HMAC-SHA256 Access=a"],
  "x-request-id": ["abcdefgh", "a", "bad id", "x".repeat(5_000)],
  traceparent: ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-0-0-0", "ff"],
  "content-length": ["999999999", "-1", "abc"],
  "content-type": ["application/json", "text/html"],
  origin: ["https://evil.example", "null"],
  range: ["bytes=0-1"],
  expect: ["100-continue"],
  "x-http-method-override": ["DELETE"],
};

/** Any request: mostly to existing routes with existing parameters, and values of every kind. */
export function hostileRequest(): fc.Arbitrary<HostileRequest> {
  const id = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...IDS.slice(0, 2)) },
    { weight: 1, arbitrary: fc.constantFrom(...IDS) },
    {
      weight: 1,
      arbitrary: hostileText().map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 300)),
    },
  );
  const path = fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...API_ROUTES.map((route) => route.path)),
          fc.array(id, { minLength: 3, maxLength: 3 }),
        )
        .map(([route, ids]) => withIds(route, ids)),
    },
    { weight: 1, arbitrary: hostileText().map((text) => `/${text.slice(0, 200)}`) },
    { weight: 1, arbitrary: fc.webPath() },
  );
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...VALUES) },
    { weight: 1, arbitrary: hostileText().map((text) => text.slice(0, 2_000)) },
  );
  const query = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 4 });
  const header = fc
    .constantFrom(...Object.keys(HEADERS))
    .chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...(HEADERS[name] ?? [""]))));
  return fc
    .record({
      method: fc.oneof(
        { weight: 10, arbitrary: fc.constant("GET") },
        fc.constantFrom("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
      ),
      path,
      query,
      headers: fc.array(header, { maxLength: 3 }),
    })
    .map(({ method, path, query, headers }) => ({
      method,
      target: query.length === 0 ? path : `${path}?${new URLSearchParams(query.map(wellFormed))}`,
      headers: Object.fromEntries(headers),
    }));
}

/** Fills in ids in their order, usually a project's first, then a service's. */
function withIds(route: string, ids: readonly string[]): string {
  let next = 0;
  return route.replaceAll(/\{\w+\}/g, () => {
    const id = ids[next] ?? "";
    next += 1;
    return next === 1 && id === SAMPLE_SERVICE_ID ? "demo" : id;
  });
}

function wellFormed([name, value]: [string, string]): [string, string] {
  return [name, value.toWellFormed()];
}

/** An invocation of the function: a gateway event that may be malformed. */
export interface HostileInvocation {
  readonly request: HostileRequest;
  readonly event: unknown;
}

const OTHERS = [
  {},
  null,
  [],
  "text",
  0,
  { Records: [] },
  { version: "1.0", httpMethod: "GET", path: "/healthz" },
  { version: "2.0" },
  { "detail-type": "Scheduled Event" },
];

/** Gateway events with fields changed, missing or of another type, and events of other sources. */
export function hostileInvocation(): fc.Arbitrary<HostileInvocation> {
  const change = fc.tuple(
    fc.constantFrom(
      ...["version", "rawPath", "rawQueryString", "headers", "requestContext", "requestContext.http"],
      ...["requestContext.http.method", "requestContext.stage", "requestContext.requestId"],
      ...["requestContext.authorizer", "headers.accept", "headers.bad header", "headers.x-nul"],
    ),
    fc.oneof(hostileText(), fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined)),
  );
  return fc
    .tuple(hostileRequest(), fc.boolean(), fc.array(change, { maxLength: 2 }), fc.nat(40))
    .map(([request, isDecoded, changes, other]) => {
      if (other < OTHERS.length) return { request, event: OTHERS[other] };
      const event = gatewayEvent(request.target, request, isDecoded);
      return {
        request,
        event: changes.reduce<unknown>((changed, [path, value]) => withField(changed, path, value), event),
      };
    });
}

function withField(target: unknown, path: string, value: unknown): unknown {
  const [name = "", ...rest] = path.split(".");
  if (typeof target !== "object" || target === null) return target;
  const inner = rest.length === 0 ? value : withField(Reflect.get(target, name), rest.join("."), value);
  return { ...target, [name]: inner };
}
