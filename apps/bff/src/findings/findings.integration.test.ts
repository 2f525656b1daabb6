import { FindingEvidence, FindingList, ServiceFindingList } from "@deploy-lens/api/findings/findings";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attemptEvents } from "../testing/attempts.ts";
import { PROJECT, startStack, type TestStack } from "../testing/stack.ts";
import { startTable, type TestTable } from "../testing/table.ts";

const HOUR_MS = 3_600_000;
const FROM_MS = Date.UTC(2026, 5, 1);
const SERVICES = ["slowed-1", "slowed-2", "slowed-3"];
let table: TestTable;
let stack: TestStack;

beforeAll(async () => {
  table = await startTable();
  stack = await startStack({ app: { archive: async () => table.store } });
  for (const [s, serviceId] of [...SERVICES, "steady", "young"].entries()) {
    const attempts = Array.from({ length: serviceId === "young" ? 8 : 60 }, (_, i) =>
      attemptEvents({
        startedAtMs: FROM_MS + i * 6 * HOUR_MS + s * HOUR_MS,
        pullMs: (i >= 40 && serviceId !== "steady" ? 60_000 : 30_000) + ((i * 7) % 11) * 400,
      }),
    );
    const state = { name: `name of ${serviceId}`, status: "running", transitionAtMs: FROM_MS };
    await table.keep({ projectId: PROJECT, serviceId }, { events: attempts.flat() }, state);
  }
  await table.store.foldProjectDays({ projectId: PROJECT });
});

afterAll(async () => {
  await stack.close();
  await table.close();
});

const ask = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await stack.app.request(`/api/v1/projects/${PROJECT}${path}`, { headers });
  expect(answer.status).toBe(200);
  return answer;
};
const findings = async (path: string) => FindingList.parse(await (await ask(path)).json());

test("three services that change alike within a day are one group, with place, size and sentence", async () => {
  const list = await findings("/findings");
  expect(list.findings.map(({ serviceId }) => serviceId).sort()).toEqual(SERVICES);
  expect(new Set(list.findings.map(({ group }) => group?.id)).size).toBe(1);
  for (const finding of list.findings) {
    expect(finding).toMatchObject({
      kind: "slower",
      phase: "pull_image",
      state: "open",
      group: { services: 3 },
    });
    expect(finding.before.n).toBe(40);
    expect(finding.ratio).toBeGreaterThan(1.8);
    const { totalMs = 0, parts = [] } = finding.attribution ?? {};
    expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(totalMs);
    expect(finding.summary).toMatch(/^name of slowed-\d: pull image takes \d+% longer since 2026-06-11 /);
  }
  expect(list.expectedFalseAlarms).toBeGreaterThan(0);
});

test("pages give each once, filters choose, and the language is the caller's", async () => {
  const first = await findings("/findings?limit=2");
  expect(first.findings).toHaveLength(2);
  const rest = await findings(`/findings?limit=2&cursor=${first.page.nextCursor}`);
  expect(rest.page.nextCursor).toBeNull();
  const ids = [...first.findings, ...rest.findings].map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
  expect((await findings("/findings?state=resolved")).findings).toEqual([]);
  expect((await findings("/findings?kind=faster")).findings).toEqual([]);
  const chinese = await ask("/findings", { "accept-language": "zh" });
  expect(FindingList.parse(await chinese.json()).findings[0]?.summary).toMatch(/拉取镜像耗时增加 \d+%/);
});

test("as CSV and NDJSON, one row each", async () => {
  const csv = await (await ask("/findings?format=csv")).text();
  expect(csv.trim().split("\n")).toHaveLength(4);
  const lines = await (await ask("/findings", { accept: "application/x-ndjson" })).text();
  expect(
    lines
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).kind),
  ).toEqual(["slower", "slower", "slower"]);
});

test("a service's own list says what its history could have shown, or that it is too short", async () => {
  const steady = ServiceFindingList.parse(await (await ask("/services/steady/findings")).json());
  expect(steady.findings).toEqual([]);
  const pull = steady.detectable.find(({ phase }) => phase === "pull_image");
  expect(pull).toMatchObject({ n: 60, tooFew: false });
  expect(pull?.smallestRatio).toBeGreaterThan(1);
  const young = ServiceFindingList.parse(await (await ask("/services/young/findings")).json());
  expect(young.excluded.too_few).toBe(young.detectable.length);
});

test("a finding's evidence is each run, before and after", async () => {
  const [finding] = (await findings("/findings")).findings;
  const path = `/services/${finding?.serviceId}/findings/${finding?.id}`;
  const evidence = FindingEvidence.parse(await (await ask(path)).json());
  expect(evidence.finding).toEqual(finding);
  expect(evidence.runs).toHaveLength(60);
  const after = evidence.runs.filter(({ startedAt }) => startedAt >= (finding?.since.at ?? ""));
  expect(after).toHaveLength(20);
  expect(Math.min(...after.map(({ ms }) => ms))).toBeGreaterThanOrEqual(60_000);
  const other = await stack.app.request(
    `/api/v1/projects/${PROJECT}/services/steady/findings/${finding?.id}`,
  );
  expect(other.status).toBe(404);
  expect(await other.json()).toMatchObject({ type: "urn:deploy-lens:problem:finding-not-found" });
});
