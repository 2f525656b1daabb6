import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { API_ROUTES, type ApiRoute } from "@deploy-lens/api/openapi/routes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mediaTypesOf } from "./http/accepted-type.ts";
import { createLambdaHandler } from "./lambda/lambda-adapter.ts";
import { attemptEvents } from "./testing/attempts.ts";
import { FINDING, keepSlowed, SLOWED } from "./testing/slowed-service.ts";
import { PROJECT, startStack, type TestStack } from "./testing/stack.ts";
import { startTable, type TestTable } from "./testing/table.ts";
import { byHttp, gatewayEvent, type Way } from "./testing/ways.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.now();
const ID = "11111111-2222-4333-8444-555555555555";
const P = `/api/v1/projects/${PROJECT}`;
const S = `${P}/services/${ID}`;

let table: TestTable;
let stack: TestStack;

beforeAll(async () => {
  table = await startTable();
  stack = await startStack({
    simulator: { scenario: { services: 0, live: false, anchorMs: NOW_MS } },
    app: { now: () => NOW_MS, archive: async () => table.store },
  });
  const events = [9, 6, 3].flatMap((days) => attemptEvents({ startedAtMs: NOW_MS - days * DAY_MS }));
  stack.simulator.addService({ id: ID, name: "推理 mnist", events, keepsEvents: true });
  await table.keep(
    { projectId: PROJECT, serviceId: ID },
    { events },
    { name: "推理 mnist", status: "running", transitionAtMs: null },
  );
  await keepSlowed(table);
});

afterAll(async () => {
  await stack.close();
  await table.close();
});

const ask = (target: string, headers: Readonly<Record<string, string>> = {}) =>
  stack.app.request(target, { headers: { ...headers } });

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

const rowsOf = (csv: string) =>
  csv
    .trimEnd()
    .split("\r\n")
    .map((row) => row.split(","));

describe("media types", () => {
  test.each(
    API_ROUTES.map(
      (route: ApiRoute & { id: (typeof API_ROUTES)[number]["id"] }) => [route.id, route] as const,
    ),
  )("%s answers in those that the document says, and in no others", async (id, route) => {
    expect(mediaTypesOf(id)).toEqual(route.mediaTypes ?? ["application/json"]);
    const target = route.path
      .replace(/\{project_?id\}/i, PROJECT)
      .replace(/\{service_?id\}/i, id === "getFinding" ? SLOWED : ID)
      .replace("{deploymentId}", "latest")
      .replace("{findingId}", FINDING);
    for (const type of mediaTypesOf(id)) {
      const answer = await ask(target, { accept: `${type}, image/*;q=0.1` });
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        200,
        expect.stringContaining(type),
      ]);
    }
    const refused = await ask(target, { accept: "image/png" });
    expect([refused.status, await refused.json()]).toMatchObject([
      406,
      route.errors === "wire" ? { error_code: "APIG.0201" } : { status: 406 },
    ]);
  });

  test.each([
    ["/deployments", 3],
    ["/events", 30],
  ])("%s as CSV and as NDJSON are the JSON's items, page by page", async (list, count) => {
    const json = (await (await ask(`${S}${list}`)).json()) as Record<string, { id: string }[]>;
    const ids = (json[list.slice(1)] ?? []).map(({ id }) => id);
    expect(ids).toHaveLength(count);
    for (const format of ["csv", "ndjson"]) {
      const seen: string[] = [];
      let target = `${S}${list}?format=${format}&limit=2`;
      for (;;) {
        const answer = await ask(target, { accept: "application/json" });
        const text = await answer.text();
        expect(answer.status, text).toBe(200);
        if (format === "ndjson")
          seen.push(
            ...text
              .trimEnd()
              .split("\n")
              .map((line) => (JSON.parse(line) as { id: string }).id),
          );
        else
          seen.push(
            ...rowsOf(text)
              .slice(1)
              .map(([id = ""]) => id),
          );
        const next = /^<(.+)>; rel="next"$/.exec(answer.headers.get("link") ?? "");
        if (next === null) break;
        target = next[1] ?? "";
      }
      expect([format, seen]).toEqual([format, ids]);
    }
  });

  test.each(["events", "deployments", "deploy-durations"])(
    "a file of %s is named by service and window, in both spellings",
    async (list) => {
      const answer = await ask(`${S}/${list}?format=csv&from=2026-11-01&to=2026-11-28`);
      expect(answer.headers.get("content-disposition")).toBe(
        `attachment; filename="${list}_---mnist_2026-11-01_2026-11-28.csv"; ` +
          `filename*=UTF-8''${list}_%E6%8E%A8%E7%90%86-mnist_2026-11-01_2026-11-28.csv`,
      );
    },
  );

  test("statistics of one service as CSV name it in every row", async () => {
    const answer = await ask(`${S}/deploy-durations?format=csv&groupBy=phase`);
    const [header = [], ...rows] = rowsOf(await answer.text());
    const service = header.indexOf("serviceId");
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) expect(row.slice(service, service + 2)).toEqual([ID, "推理 mnist"]);
    expect(answer.headers.get("content-disposition")).toContain(
      `_${dayOf(NOW_MS - 30 * DAY_MS)}_${dayOf(NOW_MS)}.csv`,
    );
  });

  test("histograms come on request", async () => {
    type Figures = { total: object; groups: object[] };
    const without = (await (await ask(`${S}/deploy-durations`)).json()) as Figures;
    expect(without.total).not.toHaveProperty("histogram");
    const included = (await (await ask(`${S}/deploy-durations?include=histogram`)).json()) as Figures;
    for (const one of [included.total, ...included.groups]) expect(one).toHaveProperty("histogram.count");
  });

  test("`latest` says its permanent address", async () => {
    const answer = await ask(`${S}/deployments/latest`);
    const { id } = (await answer.json()) as { id: string };
    expect(answer.headers.get("content-location")).toBe(`${S}/deployments/${id}`);
    expect(await (await ask(`${S}/deployments/${id}`)).json()).toMatchObject({ id });
  });

  test("windows that overlap are not compared", async () => {
    const windows = ["2026-11-10/2026-11-21", "2026-11-01/2026-12-01", "2026-11-20/2026-11-27"];
    for (const compareTo of windows) {
      const answer = await ask(`${S}/deploy-durations?from=2026-11-20&to=2026-11-28&compareTo=${compareTo}`);
      expect([answer.status, await answer.json()]).toMatchObject([
        400,
        { errors: [{ parameter: "compareTo", message: expect.stringContaining("overlap") }] },
      ]);
    }
    const before = await ask(
      `${S}/deploy-durations?from=2026-11-20&to=2026-11-28&compareTo=2026-11-01/2026-11-20`,
    );
    expect(before.status).toBe(200);
  });

  test.each(["/v1", "/v1/nothing", "/v2/demo/services/x/events", "/v3/auth/tokens", "/v9/a", "/v12"])(
    "%s is no route, in the shape that clients of ModelArts read",
    async (target) => {
      const answer = await ask(target);
      expect([answer.status, answer.headers.get("content-type"), await answer.json()]).toEqual([
        404,
        "application/json;charset=utf-8",
        { error_code: "APIG.0101", error_msg: expect.any(String) },
      ]);
    },
  );
});

describe("compression", () => {
  let http: Way;
  beforeAll(async () => {
    http = await byHttp(stack.app);
  });
  afterAll(() => http.close());

  const handler = () => createLambdaHandler(stack.app);
  const invoke = (target: string, headers: Readonly<Record<string, string>>) =>
    handler()(gatewayEvent(target, { headers }), { getRemainingTimeInMillis: () => 29_000 });

  test.each([
    ["gzip", gunzipSync],
    ["br", brotliDecompressSync],
  ])("%s: the same bytes, locally and by Lambda, under a strong tag of their own", async (coding, decode) => {
    const plain = await ask(`${S}/events?limit=30`);
    const text = await plain.text();
    expect(text.length).toBeGreaterThan(1_024);
    const packed = await ask(`${S}/events?limit=30`, { "accept-encoding": coding });
    const bytes = Buffer.from(await packed.arrayBuffer());
    expect(decode(bytes).toString()).toBe(text);
    expect(bytes.length).toBeLessThan(text.length / 3);
    expect(packed.headers.get("content-encoding")).toBe(coding);
    for (const { headers } of [plain, packed]) expect(headers.get("vary")).toContain("accept-encoding");
    const [tag, packedTag] = [plain.headers.get("etag") ?? "", packed.headers.get("etag") ?? ""];
    expect(packedTag).toBe(`${tag.slice(0, -1)}~${coding}"`);
    for (const known of [tag, packedTag]) {
      const again = await ask(`${S}/events?limit=30`, { "accept-encoding": coding, "if-none-match": known });
      expect([again.status, again.headers.get("etag"), again.headers.get("content-encoding")]).toEqual([
        304,
        known,
        null,
      ]);
    }
    const result = await invoke(`${S}/events?limit=30`, { "accept-encoding": coding });
    expect([result.statusCode, result.isBase64Encoded]).toEqual([200, true]);
    expect(decode(Buffer.from(result.body, "base64")).toString()).toBe(text);
  });

  test("small answers, and callers who do not ask, get them as they are", async () => {
    const small = await ask(`${P}/services?limit=1&search=nobody`, { "accept-encoding": "gzip" });
    expect(small.headers.get("content-encoding")).toBeNull();
    const unasked = await http.ask(`${S}/events?limit=30`);
    expect(unasked.headers).not.toHaveProperty("content-encoding");
    expect(JSON.parse(unasked.text)).toHaveProperty("events");
  });
});
