import { seededRandom } from "@deploy-lens/core/testing/random";
import { describe, expect, test } from "vitest";
import type { ServiceFacts } from "../day/facts.ts";
import type { Store } from "../store.ts";
import { ConflictError } from "../table/errors.ts";
import { expectExactRollups, expectFounded, expectSettled } from "./expected.ts";
import { FAULTS, type FaultName, faultsOf, InjectedFault, isInjected, randomFaults } from "./faults.ts";
import { deriveBy, event, eventFacts, wholeDeployment } from "./feed.ts";
import type { Interceptor } from "./requests.ts";
import type { ContractSetup } from "./store-contract.ts";
import { dyingAt, interleave, sleepingAt } from "./workers.ts";

const EVENING = Date.UTC(2026, 9, 5, 23, 55);

/** Faults between store and engine: repeating the work ends as if there had been none. */
export function faultsContract({ newProject, open }: ContractSetup): void {
  describe("faults", () => {
    const serviceId = "a-service";
    const derive = deriveBy(serviceId);
    const retry = { maxAttempts: 4, baseDelayMs: 1, maxDelayMs: 2 };
    /** Three deployments around midnight; later facts correct the second. */
    const inputs = [
      eventFacts(...wholeDeployment(EVENING).slice(0, 7)),
      eventFacts(...wholeDeployment(EVENING), ...wholeDeployment(EVENING + 240_000).slice(0, -1)),
      eventFacts(...wholeDeployment(EVENING + 900_000)),
      eventFacts(event(EVENING + 350_000, "Failed to start service svc.")),
    ];

    /** Repeats work as a queue would, until it succeeds. */
    async function untilDone(work: () => Promise<unknown>): Promise<number> {
      for (let tries = 1; tries < 500; tries++) {
        try {
          await work();
          return tries;
        } catch (error) {
          if (!isInjected(error)) throw error;
        }
      }
      throw new Error("not done after 500 tries");
    }

    /** The `k`th fault that can affect the `n`th request; `null` if there is none. */
    function faultAt(n: number, k: number): { interceptor: Interceptor; injected: () => FaultName | null } {
      let count = 0;
      let injected: FaultName | null = null;
      return {
        interceptor: (request) => {
          count += 1;
          if (count === n) injected = faultsOf(request.operation)[k] ?? null;
          return count === n && injected !== null ? FAULTS[injected](request) : request.send();
        },
        injected: () => injected,
      };
    }

    test("each fault at each request, one by one", async () => {
      const clean = open();
      const befallen = new Map<FaultName, number>();
      for (let n = 1, k = 0; ; k++) {
        const service = { projectId: newProject(), serviceId };
        const { interceptor, injected } = faultAt(n, k);
        const store = open(interceptor, { retry });
        let checked = false;
        for (const facts of inputs) {
          await untilDone(async () => {
            try {
              await store.ingest({ ...service, facts });
            } finally {
              if (!checked && injected() !== null) await expectExactRollups(clean, service);
              checked ||= injected() !== null;
            }
          });
        }
        const fault = injected();
        if (fault !== null) {
          await expectSettled(clean, service, inputs, derive);
          befallen.set(fault, (befallen.get(fault) ?? 0) + 1);
        } else if (k === 0) break;
        else [n, k] = [n + 1, -1];
      }
      expect(befallen.get("lostAnswer")).toBeGreaterThan(10);
      expect(befallen.get("repeat")).toBeGreaterThan(5);
      expect(befallen.get("refusal")).toBe(befallen.get("repeat"));
    });

    test("many faults at random, and several workers at once", async () => {
      const service = { projectId: newProject(), serviceId };
      const random = seededRandom(20_261_123);
      const worker = () => open(randomFaults(random, 0.15), { retry, maxPartBytes: 1_200 });
      const work = async (store: Store, order: readonly number[]) => {
        for (const i of order) {
          await untilDone(() => store.ingest({ ...service, facts: inputs[i] ?? eventFacts() }));
        }
      };
      await Promise.all([
        work(worker(), [0, 1, 2, 3, 0]),
        work(worker(), [3, 2, 1, 0, 3]),
        work(worker(), [2, 2, 0, 3, 1]),
      ]);
      await expectSettled(open(), service, inputs, derive);
    });

    test("a worker that wakes with older facts, and dies at once, brings back nothing", async () => {
      const service = { projectId: newProject(), serviceId };
      const minute = (n: number) => EVENING + n * 60_000;
      const begin = event(minute(0), "start to deploy service");
      const next = event(minute(30), "start to deploy service");
      const failure = eventFacts(event(minute(15), "Failed to start service svc."));
      const between = eventFacts(event(minute(10), "start to deploy service"));
      const clean = open();
      await clean.ingest({ ...service, facts: eventFacts(begin, next) });
      // The failure is stored on the day after midnight; the worker pauses before it corrects the day before.
      const { interceptor, asleep, wake } = sleepingAt(4);
      const sleeper = open(interceptor).ingest({ ...service, facts: failure });
      await asleep;
      // With a begin before the failure, the first deployment is again what it was and what is still stored.
      for (const facts of [between, failure]) await clean.ingest({ ...service, facts });
      wake(1);
      await sleeper.catch((error: unknown) => expect(error).toBeInstanceOf(InjectedFault));
      await expectSettled(clean, service, [eventFacts(begin, next), failure, between], derive);
    });

    test.each([1, 2, 3, 4, 5])(
      "an update noted before midnight is stored no later than the deployment after midnight that it belongs to (death at write %i)",
      async (write) => {
        const service = { projectId: newProject(), serviceId };
        const midnight = Date.UTC(2026, 9, 6);
        const facts = {
          ...eventFacts(event(midnight, "start to deploy service")),
          updates: [{ updatedAtMs: midnight - 60_000, result: "running" as const, models: [] }],
        };
        const { interceptor, died } = dyingAt(write, "before");
        await open(interceptor)
          .ingest({ ...service, facts })
          .catch((error: unknown) => expect(error).toBeInstanceOf(InjectedFault));
        expect(died()).toBe(write < 5);
        await expectFounded(open(), service);
        await open().ingest({ ...service, facts });
        await expectSettled(open(), service, [facts], derive);
      },
    );

    const begin = (atMs: number) => event(atMs, "start to deploy service");
    const DAY_MS = 86_400_000;

    test.each([1, 2, 3])(
      "a late begin far back ends the deployment before it, with a crash at write %i",
      async (write) => {
        const service = { projectId: newProject(), serviceId };
        // More starts than the head stores, days later.
        const later = Array.from({ length: 6 }, (_, i) => begin(EVENING + 5 * DAY_MS + i * 60_000));
        // Events after the late begin had been attributed to the first deployment.
        const between = event(EVENING + 3 * DAY_MS, "[a 1.0.0] pulling model image");
        const history = eventFacts(begin(EVENING), between, ...later);
        const late = eventFacts(begin(EVENING + 2 * DAY_MS));
        await open().ingest({ ...service, facts: history });
        await open(dyingAt(write, "before").interceptor)
          .ingest({ ...service, facts: late })
          .catch((error: unknown) => expect(error).toBeInstanceOf(InjectedFault));
        await open().ingest({ ...service, facts: late });
        await expectSettled(open(), service, [history, late], derive);
      },
    );

    test("a first deployment and an earlier one at once: who comes second ends the earlier one, too", async () => {
      const service = { projectId: newProject(), serviceId };
      const known = [
        eventFacts(begin(EVENING)),
        eventFacts(event(EVENING - 60_000, "Failed to update the service. Perform a rollback.")),
        eventFacts(begin(EVENING + 900_000)),
      ];
      for (const facts of known) await open().ingest({ ...service, facts });
      const atOnce = [
        eventFacts(begin(EVENING - 2 * DAY_MS), begin(EVENING + 960_000), begin(EVENING + 1_200_000)),
        eventFacts(event(EVENING - 60_000, "The service is being updated.")),
      ];
      const work = (facts: ServiceFacts) => async (interceptor: Interceptor) => {
        await open(interceptor, { retry, maxPartBytes: 700 }).ingest({ ...service, facts });
      };
      await interleave(atOnce.map(work), [1, 2]);
      await expectSettled(open(), service, [...known, ...atOnce], derive);
    });

    test.each([2, 3, 4, 5])(
      "a fact before the first deployment, and an earlier first deployment, at once (asleep at request %i)",
      async (request) => {
        const service = { projectId: newProject(), serviceId };
        const clean = open();
        const first = eventFacts(event(EVENING + 3_600_000, "start to deploy service"));
        await clean.ingest({ ...service, facts: first });
        // After midnight; its deployment is about to begin, before midnight, in another item.
        const fact = eventFacts(event(EVENING + 600_000, "failed to pull image, retry later"));
        const begin = eventFacts(event(EVENING, "start to deploy service"));
        const { interceptor, asleep, wake } = sleepingAt(request);
        const sleeper = open(interceptor, { retry }).ingest({ ...service, facts: fact });
        await Promise.race([asleep, sleeper]);
        await clean.ingest({ ...service, facts: begin });
        wake(Number.POSITIVE_INFINITY);
        await sleeper;
        await expectSettled(clean, service, [first, fact, begin], derive);
      },
    );

    test("reads under faults are right or fail", async () => {
      const service = { projectId: newProject(), serviceId };
      const clean = open();
      for (const facts of inputs) await clean.ingest({ ...service, facts });
      const random = seededRandom(7);
      const store = open(randomFaults(random, 0.5), { retry: { ...retry, maxAttempts: 30 } });
      const window = { fromMs: EVENING, toMs: EVENING + 10_000_000 };
      for (const read of [
        (from: Store) => from.listDeployments(service),
        (from: Store) => from.readEvents(service),
        (from: Store) => from.readDurations({ ...service, ...window }),
        (from: Store) => from.readRollups(service),
        (from: Store) => from.readHeads(service.projectId, [serviceId]),
      ]) {
        for (let i = 0; i < 10; i++) {
          let answer: unknown;
          await untilDone(async () => {
            answer = await read(store);
          });
          expect(answer).toEqual(await read(clean));
        }
      }
    });

    test("a worker that never gets through gives up, and leaves nothing half counted", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open(
        (request) => (request.operation === "PutItem" ? FAULTS.refusal(request) : request.send()),
        { retry },
      );
      const [first] = inputs;
      await expect(store.ingest({ ...service, facts: first ?? eventFacts() })).rejects.toThrow(ConflictError);
      await expectSettled(open(), service, [], derive);
    });
  });
}
