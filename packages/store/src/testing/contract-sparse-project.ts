import { seededRandom } from "@deploy-lens/core/testing/random";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DeploymentFilter, matchesFilter } from "../project-deployments/filter.ts";
import { traitsOf } from "../project-deployments/traits.ts";
import type { Store } from "../store.ts";
import { dayOf } from "../table/keys.ts";
import { deriveBy, event, eventFacts, wholeDeployment } from "./feed.ts";
import type { Request } from "./requests.ts";
import type { ContractSetup } from "./store-contract.ts";

const FIRST_DAY = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
const DAYS = 40;
const SERVICES = 12;
const RUNS = 40;
const END = FIRST_DAY + DAYS * DAY;
/** Starts lie on few moments of a day, so that some fall into one millisecond, and some on midnight. */
const MOMENTS = [0, 1, 3_600_000, 43_200_000, DAY - 1];

const serviceAt = (index: number) => `service-${index.toString().padStart(2, "0")}`;

const oneOrTwo = <Value extends string>(...values: readonly Value[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });

const anyFilter: fc.Arbitrary<DeploymentFilter> = fc.record(
  {
    serviceIds: fc.uniqueArray(fc.nat({ max: SERVICES }).map(serviceAt), {
      minLength: 1,
      maxLength: SERVICES,
    }),
    outcomes: oneOrTwo("success", "failure", "superseded", "open"),
    causes: oneOrTwo("image_pull", "model_start"),
    kinds: oneOrTwo("deploy", "update"),
    failedPhases: oneOrTwo("pull_image", "start_model"),
    model: fc.constantFrom("model-0", "model-1 1.0.0", "model-2"),
    flags: fc.constant(["stalled" as const]),
    text: fc.constantFrom("service-07", "FAILED", "1.0.1", "nowhere"),
    minMs: fc.constantFrom(0, 10_010, 80_000),
    maxMs: fc.constantFrom(10_020, 90_000),
  },
  { requiredKeys: [] },
);

const anyTime = fc
  .tuple(fc.nat({ max: DAYS }), fc.constantFrom(...MOMENTS))
  .map(([day, momentMs]) => FIRST_DAY + day * DAY + momentMs);

const anyList = fc.record({
  // Most filters of several parts match nothing here.
  filter: fc.oneof(anyFilter, anyFilter.map(onlyOnePart)),
  range: fc.option(fc.uniqueArray(anyTime, { minLength: 2, maxLength: 2 })),
  limit: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 8, max: 100 }) }, fc.integer({ min: 1, max: 7 })),
});

function onlyOnePart(filter: DeploymentFilter): DeploymentFilter {
  return Object.fromEntries(Object.entries(filter).slice(0, 1));
}

/** The list of a project whose services are deployed every few days. */
export function sparseProjectContract({ newProject, open }: ContractSetup): void {
  describe("the deployments of a sparse project", () => {
    test("are listed in order, page by page, for any filter, range and page size", async () => {
      const projectId = newProject();
      const all = await fillSparsely(projectId, open(undefined, { maxPartBytes: 900 }));
      const keys: string[] = [];
      let running = 0;
      let mostRunning = 0;
      const store = open(async (request) => {
        if (request.operation === "BatchGetItem") keys.push(...keysOf(request));
        running += 1;
        mostRunning = Math.max(mostRunning, running);
        const answer = await request.send();
        running -= 1;
        return answer;
      });
      let found = 0;
      await fc.assert(
        fc.asyncProperty(anyList, async ({ filter, range, limit }) => {
          const [fromMs = 0, toMs = END] = range?.toSorted((a, b) => a - b) ?? [];
          const expected = all.filter(
            (one) =>
              one.startedAtMs >= fromMs &&
              one.startedAtMs < toMs &&
              matchesFilter(filter, traitsOf(one, END)),
          );
          found += Number(expected.length > 0);
          let after: Deployment | null = null;
          for (let at = 0; at === 0 || at < expected.length; at += limit) {
            keys.length = 0;
            const query = { projectId, fromMs, toMs, filter, limit, after, nowMs: END };
            const { deployments, hasMore } = await store.listProjectDeployments(query);
            const page = expected.slice(at, at + limit);
            expect(deployments.map(({ id }) => id)).toEqual(page.map(({ id }) => id));
            expect(hasMore).toBe(at + limit < expected.length);
            expect(new Set(keys).size, "an item was read twice").toBe(keys.length);
            after = page.at(-1) ?? null;
          }
        }),
        { numRuns: RUNS },
      );
      expect(found, "lists with a deployment in them").toBeGreaterThan(2);
      expect(mostRunning).toBeLessThanOrEqual(20);
    });

    test("are read in few rounds of requests, however many days lie between them", async () => {
      const projectId = newProject();
      const all = await fillSparsely(projectId, open());
      let batches = 0;
      let keys = 0;
      const store = open((request) => {
        if (request.operation === "BatchGetItem") {
          batches += 1;
          keys += keysOf(request).length;
        }
        return request.send();
      });
      const read = async (filter: DeploymentFilter) => {
        [batches, keys] = [0, 0];
        const query = { projectId, fromMs: 0, toMs: END, nowMs: END, filter, limit: 20 };
        const { deployments } = await store.listProjectDeployments(query);
        return new Set(deployments.map(({ startedAtMs }) => dayOf(startedAtMs))).size;
      };
      for (const filter of [{ outcomes: ["failure" as const] }, { serviceIds: ["service-07"] }]) {
        expect(await read(filter)).toBeGreaterThan(4);
        expect(batches).toBeLessThanOrEqual(2);
        expect(keys).toBeLessThanOrEqual(40);
      }
      // That a text is nowhere is known when all days were read.
      expect(await read({ text: "nowhere" })).toBe(0);
      expect(keys).toBe(new Set(all.map((one) => `${one.serviceId} ${dayOf(one.startedAtMs)}`)).size);
      expect(batches).toBeLessThanOrEqual(5);
    });
  });
}

/** On a day a service has mostly no deployment, sometimes up to four. Returns them all, newest first. */
async function fillSparsely(projectId: string, store: Store): Promise<readonly Deployment[]> {
  const random = seededRandom(16);
  const all: Deployment[] = [];
  for (let service = 0; service < SERVICES; service++) {
    const serviceId = serviceAt(service);
    const model = `model-${service % 3} 1.0.${service % 2}`;
    const events = Array.from({ length: DAYS }, (_, day) => FIRST_DAY + day * DAY)
      .flatMap((dayMs) => (random() < 0.8 ? [] : MOMENTS.map((momentMs) => dayMs + momentMs)))
      .filter(() => random() < 0.5)
      .flatMap((atMs) => {
        if (random() < 0.1) return [event(atMs, "start to deploy service")];
        if (random() < 0.7) return wholeDeployment(atMs, model);
        return [
          event(atMs, "The service is being updated."),
          event(atMs + 1_000, `[${model}] pulling model image`),
          event(atMs + 9_000 + service, `[${model}] failed to pull image`),
          event(atMs + 10_000 + service, "Failed to start service svc."),
        ];
      });
    const facts = eventFacts(...events);
    await store.ingest({ projectId, serviceId, facts });
    all.push(...deriveBy(serviceId)(facts).map(({ deployment }) => deployment));
  }
  return all.sort((a, b) => b.startedAtMs - a.startedAtMs || (a.id > b.id ? -1 : 1));
}

function keysOf({ input }: Request): readonly string[] {
  const [asked] = Object.values(input.RequestItems as Record<string, { Keys: readonly unknown[] }>);
  return asked?.Keys.map((key) => JSON.stringify(key)) ?? [];
}
