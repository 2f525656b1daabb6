import { DeploymentFacets, DeploymentPoints } from "@deploy-lens/api/deployments/deployment-facets";
import { ProjectDeploymentList } from "@deploy-lens/api/deployments/project-deployments";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attemptEvents } from "./testing/attempts.ts";
import { PROJECT, startStack, type TestStack } from "./testing/stack.ts";
import { startTable, type TestTable } from "./testing/table.ts";

const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 9, 1);
const D = `/api/v1/projects/${PROJECT}/deployments`;

let table: TestTable;
let stack: TestStack;
let isDown = false;

/** Service a: twenty attempts, each fourth with a pull over the network, each fifth fails; service b: three. */
beforeAll(async () => {
  table = await startTable();
  const archive: typeof table.store = {
    ...table.store,
    projectTraits: (query) => (isDown ? Promise.reject(new Error("down")) : table.store.projectTraits(query)),
  };
  stack = await startStack({ app: { archive: async () => archive } });
  const ofA = Array.from({ length: 20 }, (_, i) =>
    attemptEvents({
      startedAtMs: FROM + i * HOUR,
      pullMs: i % 4 === 0 ? 60_000 + i : 1_500 + i,
      ends: i % 5 === 4 ? "failure" : "success",
    }),
  );
  const ofB = Array.from({ length: 3 }, (_, i) =>
    attemptEvents({ startedAtMs: FROM + i * HOUR, model: "bert 2.0.0" }),
  );
  const state = { status: "running", transitionAtMs: FROM + 30 * HOUR };
  const keep = (serviceId: string, events: ReturnType<typeof attemptEvents>) =>
    table.keep({ projectId: PROJECT, serviceId }, { events }, { ...state, name: `name of ${serviceId}` });
  await keep("a", ofA.flat());
  await keep("b", ofB.flat());
});

afterAll(async () => {
  await stack.close();
  await table.close();
});

async function facets(query: string): Promise<DeploymentFacets> {
  const answer = await stack.app.request(`${D}/facets?${query}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return DeploymentFacets.parse(await answer.json());
}

async function points(query: string): Promise<DeploymentPoints> {
  const answer = await stack.app.request(`${D}/points?${query}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return DeploymentPoints.parse(await answer.json());
}

test("facets ignore their own filter, and name services", async () => {
  const answer = await facets("outcome=failure&service=a");
  expect(answer.matching).toBe(4);
  expect(answer.counted).toEqual({ deployments: 23, since: "1970-01-01T00:00:00.000Z", isWhole: true });
  expect(answer.outcome).toEqual([
    { value: "success", n: 16 },
    { value: "failure", n: 4 },
  ]);
  expect(answer.service).toEqual([{ value: "a", name: "name of a", n: 4 }]);
  expect(answer.model).toEqual([{ value: { name: "mnist", version: "1.0.0" }, n: 4 }]);
  expect(answer.phase).toEqual([{ value: "start_model", n: 4 }]);
  expect((await facets("outcome=success")).service.map(({ value, n }) => [value, n])).toEqual([
    ["a", 16],
    ["b", 3],
  ]);
});

test("points are the deployments of the list, and tell cached pulls from others where they differ", async () => {
  const { points: all, matching } = await points(`from=${FROM}`);
  expect(matching).toBe(23);
  const list = ProjectDeploymentList.parse(await (await stack.app.request(`${D}?from=${FROM}`)).json());
  expect(all.map(({ id }) => id)).toEqual(list.deployments.map(({ id }) => id));
  const ofA = all.filter(({ serviceId }) => serviceId === "a").reverse();
  expect(ofA.map(({ cached }) => cached)).toEqual(Array.from({ length: 20 }, (_, i) => i % 4 !== 0));
  expect(new Set(all.filter(({ serviceId }) => serviceId === "b").map(({ cached }) => cached))).toEqual(
    new Set([null]),
  );
  expect((await points("service=a&minMs=30000")).points.every(({ cached }) => cached === false)).toBe(true);
});

test("a filter is refused that the list would refuse, and a page has no meaning", async () => {
  for (const query of ["outcome=sucess", "limit=5", "minMs=-1"]) {
    expect((await stack.app.request(`${D}/facets?${query}`)).status).toBe(400);
  }
});

test("while the table is down, a window that was read answers any filter, a new one is refused", async () => {
  await facets(`from=${FROM}`);
  isDown = true;
  try {
    expect((await facets(`from=${FROM}&kind=deploy`)).matching).toBe(23);
    expect((await stack.app.request(`${D}/facets?from=${FROM + 1}`)).status).toBe(503);
  } finally {
    isDown = false;
  }
});
