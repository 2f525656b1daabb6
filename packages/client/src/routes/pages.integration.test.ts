import { SAMPLE_EVENTS, SAMPLE_SERVICE, SAMPLE_SUMMARY } from "@deploy-lens/api/openapi/examples";
import { expect, onTestFinished, test } from "vitest";
import { isProblem } from "../call/errors.ts";
import { createClient } from "../call/index.ts";
import { sendJson, sendProblem, startServer } from "../testing/local-server.ts";
import { listEvents } from "./events.ts";
import { eachDeployment, eachEvent, eachService, pagesOf } from "./pages.ts";

/** A server with these list pages; `cursor` is the page's number, and `next` gives the following one. */
async function connect(pages: object[], next: (page: number) => number | null = following(pages)) {
  const server = await startServer(({ url = "" }, response) => {
    const page = Number(new URL(url, "http://localhost").searchParams.get("cursor") ?? 0);
    const body = pages[page];
    if (body === undefined) return sendProblem(response, 404, "service-not-found");
    const cursor = next(page);
    const nextCursor = cursor === null ? null : String(cursor);
    return sendJson(response, { ...body, page: { total: null, nextCursor }, asOf: SAMPLE_EVENTS.asOf });
  });
  onTestFinished(() => server.close());
  return { server, client: createClient({ baseUrl: server.baseUrl }) };
}

function following(pages: object[]) {
  return (page: number) => (page + 1 < pages.length ? page + 1 : null);
}

const request = { projectId: "demo", serviceId: "s-1", limit: 2, order: "asc" } as const;
const events = (...ids: string[]) => ({
  service: SAMPLE_EVENTS.service,
  events: ids.map((id) => ({ ...SAMPLE_EVENTS.events[0], id })),
});

test("every item of every page, in order, with the same filters; an empty page in between is no end", async () => {
  const { server, client } = await connect([events("a", "b"), events(), events("c")]);
  const ids: string[] = [];
  for await (const event of eachEvent(client, request)) ids.push(event.id);
  expect(ids).toEqual(["a", "b", "c"]);
  const path = "/api/v1/projects/demo/services/s-1/events?limit=2&order=asc";
  expect(server.received.map(({ url }) => url)).toEqual([path, `${path}&cursor=1`, `${path}&cursor=2`]);
});

test("reads no further than the loop goes", async () => {
  const { server, client } = await connect([events("a", "b"), events("c")]);
  for await (const event of eachEvent(client, request)) if (event.id === "b") break;
  expect(server.received).toHaveLength(1);
});

test("goes on from a cursor", async () => {
  const { client } = await connect([events("a"), events("b"), events("c")]);
  const ids: string[] = [];
  for await (const page of pagesOf(listEvents, client, { ...request, cursor: "1" })) {
    ids.push(...page.events.map(({ id }) => id));
  }
  expect(ids).toEqual(["b", "c"]);
});

test("services and deployments page alike", async () => {
  const services = await connect([{ services: [SAMPLE_SERVICE] }, { services: [SAMPLE_SERVICE] }]);
  let count = 0;
  for await (const service of eachService(services.client, { projectId: "demo" })) {
    expect(service).toEqual(SAMPLE_SERVICE);
    count += 1;
  }
  const deployments = await connect([{ deployments: [SAMPLE_SUMMARY] }, { deployments: [SAMPLE_SUMMARY] }]);
  for await (const deployment of eachDeployment(deployments.client, {
    projectId: "demo",
    serviceId: "s-1",
  })) {
    expect(deployment).toEqual(SAMPLE_SUMMARY);
    count += 1;
  }
  expect(count).toBe(4);
});

test("a page that fails ends the loop with its error", async () => {
  const { client } = await connect([events("a")], (page) => page + 1);
  const ids: string[] = [];
  const loop = async () => {
    for await (const event of eachEvent(client, request)) ids.push(event.id);
  };
  const error = await loop().catch((reason: unknown) => reason);
  expect(isProblem(error, "service-not-found")).toBe(true);
  expect(ids).toEqual(["a"]);
});

test("a cursor that comes back would go on for ever, and is an error", async () => {
  const { server, client } = await connect([events("a"), events("b")], (page) => 1 - page);
  const loop = async () => {
    for await (const _event of eachEvent(client, request)) expect(server.received.length).toBeLessThan(10);
  };
  await expect(loop()).rejects.toThrow("the API sent the same cursor twice");
});
