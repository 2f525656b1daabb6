import sample from "@deploy-lens/core/fixtures/documented-sample.json" with { type: "json" };
import { parseEventsAnswer, toServiceEvent } from "@deploy-lens/core/upstream/events";
import { describe, expect, test } from "vitest";
import { NO_FACTS, type ServiceFacts } from "../day/facts.ts";
import { InvalidIdError, RecordTooLargeError } from "../table/errors.ts";
import { expectSettled, storedRollups } from "./expected.ts";
import { deriveBy, derivingOnly, event, eventFacts, wholeDeployment } from "./feed.ts";
import type { Interceptor } from "./requests.ts";
import type { ContractSetup } from "./store-contract.ts";

const MORNING = Date.UTC(2026, 9, 5, 8);
const HOUR = 3_600_000;
/** Some 127,000 years ahead: near the limit of exact measurement. */
const FAR_MS = 4e15;

/** Ingestion: new facts are stored with everything derived from them, and nothing else is written. */
export function ingestContract({ newProject, open }: ContractSetup): void {
  describe("ingest", () => {
    const serviceId = "a-service";
    const derive = deriveBy(serviceId);

    test("the documented sample is listed as open, and counted in no statistic", async () => {
      const service = { projectId: newProject(), serviceId: sample.service_id };
      const store = open();
      const facts = eventFacts(...parseEventsAnswer(sample).events.map(toServiceEvent));
      await store.ingest({ ...service, facts });
      await expectSettled(store, service, [facts], deriveBy(service.serviceId));
      const { deployments } = await store.listDeployments(service);
      expect(deployments).toMatchObject([
        { outcome: null, observedMs: 80_818, gapsMs: 3_982, totalMs: null },
      ]);
      const [day] = await store.readRollups(service);
      expect(day?.day).toBe("2019-07-08");
      expect(day?.rollup.series.size).toBe(0);
      expect([...(day?.rollup.counts.values() ?? [])].map(({ outcome }) => outcome)).toEqual([
        "open",
        "open",
      ]);
    });

    test("a finished deployment costs two conditional writes, one more where it makes its day due, and what is known costs none", async () => {
      const service = { projectId: newProject(), serviceId };
      const puts: unknown[] = [];
      const store = open(counting(puts));
      const events = wholeDeployment(MORNING);
      const first = eventFacts(...events.slice(0, 6));
      const all = eventFacts(...events);
      await store.ingest({ ...service, facts: first });
      expect(puts.length).toBe(3);
      expect((await store.ingest({ ...service, facts: all })).writes).toBe(2);
      expect(puts.length).toBe(5);
      expect(puts.every((input) => JSON.stringify(input).includes("ConditionExpression"))).toBe(true);
      for (const facts of [all, NO_FACTS]) await store.ingest({ ...service, facts });
      expect(puts.length).toBe(5);
      // For a service's first deployment the head stores what was last seen around its begin.
      expect((await store.ingest({ ...service, facts: first })).writes).toBe(1);
      await expectSettled(store, service, [all], derive);
    });

    test("the same status and update logs, poll after poll, write nothing and read one day", async () => {
      const service = { projectId: newProject(), serviceId };
      const requests: string[] = [];
      const store = open((request) => {
        requests.push(request.operation);
        return request.send();
      });
      const facts: ServiceFacts = {
        ...eventFacts(...wholeDeployment(MORNING)),
        updates: [
          { updatedAtMs: MORNING - 30 * 24 * HOUR, result: "success", models: [] },
          { updatedAtMs: MORNING - 1_000, result: "failure", models: [] },
        ],
      };
      const state = { name: "svc", status: "running", transitionAtMs: MORNING - 20 * 24 * HOUR };
      await store.ingest({ ...service, facts, state });
      requests.length = 0;
      await store.ingest({ ...service, facts, state });
      // Each time, a query checks for a deployment before the only one.
      expect(requests).toEqual(["GetItem", "Query", "Query"]);
      const { head } = await store.ingest({
        ...service,
        facts,
        state: { ...state, name: "renamed" },
      });
      expect(head.state).toEqual({ ...state, name: "renamed" });
    });

    test("an update log that was running and then has a result is stored with its deployment", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const [begin] = wholeDeployment(MORNING);
      const models = [
        {
          id: "m-1",
          name: "resnet",
          version: "1.0.0",
          weightPercent: 100,
          specification: "modelarts.vm.cpu.2u",
          customSpecification: null,
          instanceCount: 2,
        },
      ];
      const running = { updatedAtMs: MORNING - 500, result: "running" as const, models };
      const done = { ...running, result: "success" as const };
      const facts = begin === undefined ? NO_FACTS : eventFacts(begin);
      await store.ingest({ ...service, facts: { ...facts, updates: [running] } });
      await store.ingest({ ...service, facts: { ...NO_FACTS, updates: [done] } });
      expect((await store.latestDeployment(service))?.configuration).toEqual(done);
      await store.ingest({ ...service, facts: { ...facts, updates: [running] } });
      await expectSettled(store, service, [facts, { ...NO_FACTS, updates: [done] }], derive);
    });

    test("a status closes a deployment, and a text that comes late corrects it: subtracted and added", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const events = wholeDeployment(MORNING);
      const upToStart = eventFacts(...events.slice(0, -1));
      const state = { name: "svc", status: "running", transitionAtMs: MORNING + 95_000 };
      await store.ingest({ ...service, facts: upToStart, state });
      const byStatus = await storedRollups(store, service);
      expect((await store.latestDeployment(service))?.deployment.endedBy).toBe("service_status");
      const { changed } = await store.ingest({ ...service, facts: eventFacts(...events) });
      expect(changed.map(({ deployment }) => deployment.endedBy)).toEqual(["event"]);
      expect(await storedRollups(store, service)).not.toEqual(byStatus);
      const status = { status: state.status, transitionAtMs: state.transitionAtMs };
      await expectSettled(
        store,
        service,
        [eventFacts(...events), { ...NO_FACTS, statuses: [status] }],
        derive,
      );
    });

    test("a late begin splits one deployment in two", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const facts = eventFacts(...wholeDeployment(MORNING));
      await store.ingest({ ...service, facts });
      const late = eventFacts(event(MORNING + 30_000, "The service is being updated."));
      const { added, changed } = await store.ingest({ ...service, facts: late });
      expect(added.map(({ deployment }) => deployment.kind)).toEqual(["update"]);
      expect(changed.map(({ deployment }) => deployment.outcome)).toEqual(["superseded"]);
      await expectSettled(store, service, [facts, late], derive);
    });

    test("facts in any order, over midnight and over months, end alike", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const starts = [
        MORNING,
        MORNING - 40 * 24 * HOUR,
        MORNING + 15 * HOUR + 59 * 60_000 + 30_000,
        MORNING + HOUR,
      ];
      const parts = starts.map((startMs) => eventFacts(...wholeDeployment(startMs)));
      for (const facts of parts) await store.ingest({ ...service, facts });
      await expectSettled(store, service, parts, derive);
      const midnight = (await store.readRollups(service)).map(({ day }) => day);
      expect(midnight).toEqual(["2026-08-26", "2026-10-05"]);
    });

    test("times before 1970 and beyond the year 9999 are stored and found", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const parts = [-5_000_000, 0, FAR_MS].map((atMs) => eventFacts(...wholeDeployment(atMs)));
      for (const facts of parts) await store.ingest({ ...service, facts });
      const { deployments } = await store.listDeployments(service);
      expect(deployments.map(({ startedAtMs }) => startedAtMs)).toEqual([FAR_MS, 0, -5_000_000]);
      for (const { id } of deployments) {
        expect((await store.readDeployment({ ...service, deploymentId: id }))?.deployment.id).toBe(id);
      }
      const { events } = await store.readEvents({ ...service, order: "asc" });
      expect(events).toEqual(parts.flatMap((facts) => facts.events));
    });

    test("what changed rules no longer find is taken out of list, details and rollups", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const parts = [0, 1, 2, 30, 31].map((day) => eventFacts(...wholeDeployment(MORNING + day * 24 * HOUR)));
      for (const facts of parts) await store.ingest({ ...service, facts });
      const { deployments } = await store.listDeployments(service);
      const onlyFirst = derivingOnly(({ startedAtMs }) => startedAtMs < MORNING + HOUR);
      const progress: number[] = [];
      const done = await store.rederive({
        ...service,
        derive: onlyFirst,
        daysAtOnce: 2,
        onProgress: ({ throughMs }) => progress.push(throughMs),
      });
      expect(done.differences).toBe(4);
      await expectSettled(store, service, parts, deriveBy(serviceId, onlyFirst));
      expect(await store.readDeployment({ ...service, deploymentId: deployments[0]?.id ?? "" })).toBeNull();
      await store.rederive({ ...service, daysAtOnce: 2 });
      await expectSettled(store, service, parts, derive);
      expect((await store.rederive({ ...service })).writes).toBe(0);
    });

    test("under changed rules a late event reaches as far as they change something", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const update = event(MORNING + HOUR, "The service is being updated.");
      const facts = eventFacts(...wholeDeployment(MORNING), update, ...wholeDeployment(MORNING + 26 * HOUR));
      await store.ingest({ ...service, facts });
      const noUpdates = derivingOnly(({ kind }) => kind !== "update");
      const late = eventFacts(event(MORNING + 10, "something that nobody has ever said"));
      const { removed } = await store.ingest({ ...service, facts: late, derive: noUpdates });
      expect(removed.map(({ deployment }) => deployment.kind)).toEqual(["update"]);
      await expectSettled(store, service, [facts, late], deriveBy(serviceId, noUpdates));
    });

    test("an event that no item can hold is refused, and those with it can be stored without it", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const noise = Array.from({ length: 700_000 }, (_, i) =>
        String.fromCharCode(33 + (((i * i * 7919) % 9_973) % 90)),
      );
      const monster = event(
        MORNING + 1,
        noise.map((c, i) => c + Math.sin(i).toString(36).slice(2, 4)).join(""),
      );
      const [fine] = wholeDeployment(MORNING);
      if (fine === undefined) throw new Error("no event");
      await expect(store.ingest({ ...service, facts: eventFacts(fine, monster) })).rejects.toThrow(
        RecordTooLargeError,
      );
      await store.ingest({ ...service, facts: eventFacts(fine) });
      await expectSettled(store, service, [eventFacts(fine)], derive);
    });

    test("ids that would break a key are refused before any request", async () => {
      const store = open(() => {
        throw new Error("a request was sent");
      });
      for (const id of ["", "a#b", "a/b", "ü", "x".repeat(129)]) {
        await expect(store.ingest({ projectId: "p", serviceId: id })).rejects.toThrow(InvalidIdError);
        await expect(store.readDiscovery(id)).rejects.toThrow(InvalidIdError);
      }
    });
  });
}

function counting(puts: unknown[]): Interceptor {
  return (request) => {
    if (request.operation === "PutItem") puts.push(request.input);
    return request.send();
  };
}
