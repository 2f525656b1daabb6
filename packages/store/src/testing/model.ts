import { randomUUID } from "node:crypto";
import { rollupOf, rollupText } from "@deploy-lens/core/rollup";
import * as fc from "fast-check";
import { expect } from "vitest";
import { mergeFacts, NO_FACTS, type ServiceFacts } from "../day/facts.ts";
import type { Store } from "../store.ts";
import type { ServiceRef } from "../table/keys.ts";
import { anyFacts } from "./any-facts.ts";
import {
  expectFindings,
  expectFounded,
  expectProjectDays,
  expectSettled,
  recompute,
  storedRollups,
} from "./expected.ts";
import { isInjected } from "./faults.ts";
import { deriveBy, derivingOnly, type FromScratch } from "./feed.ts";
import type { Interceptor } from "./requests.ts";
import { dyingAt, interleave, sleepingAt } from "./workers.ts";

/** The expected state: what was certainly ingested, and what a queue would deliver again. */
export interface Model {
  readonly seen: ServiceFacts[];
  readonly pending: ServiceFacts[];
  /** Workers that are paused in the middle of something. */
  readonly asleep: Sleeper[];
}

/** A paused worker. */
interface Sleeper {
  readonly facts: ServiceFacts;
  readonly wake: (writes: number) => void;
  /** True once it has finished. */
  readonly done: Promise<boolean>;
  /** True if the queue's visibility timeout ended and its work went to another worker. */
  replaced: boolean;
}

/** The store under test, one service of it. */
export class System {
  readonly service: ServiceRef = { projectId: `p-${randomUUID()}`, serviceId: "a-service" };
  readonly derive: FromScratch = deriveBy(this.service.serviceId);
  readonly store: Store;
  readonly #open: (interceptor?: Interceptor) => Store;

  constructor(open: (interceptor?: Interceptor) => Store) {
    this.#open = open;
    this.store = open();
  }

  /** Ingests in a separate process; `false` if it was interrupted. */
  async ingest(facts: ServiceFacts, interceptor?: Interceptor): Promise<boolean> {
    try {
      const store = interceptor === undefined ? this.store : this.#open(interceptor);
      await store.ingest({ ...this.service, facts });
      return true;
    } catch (error) {
      if (isInjected(error)) return false;
      throw error;
    }
  }

  /** Folds in a process of its own; `false`: it was cut short. */
  async fold(interceptor?: Interceptor): Promise<boolean> {
    try {
      const store = interceptor === undefined ? this.store : this.#open(interceptor);
      await store.foldProjectDays({ projectId: this.service.projectId });
      return true;
    } catch (error) {
      if (isInjected(error)) return false;
      throw error;
    }
  }

  /** Expects, whatever was interrupted, the rollups to equal those of the stored deployments, bucket for bucket. */
  async expectExact(model: Model): Promise<void> {
    const always = { fromMs: -8.64e15, toMs: 8.64e15 };
    const durations = await this.store.readDurations({ ...this.service, ...always });
    expect(new Set(durations.map(({ id }) => id)).size).toBe(durations.length);
    const byDay = Map.groupBy(durations, ({ day }) => day);
    expect(await storedRollups(this.store, this.service)).toEqual(
      [...byDay]
        .map(([day, list]) => [day, rollupText(rollupOf(list))])
        .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    );
    await expectProjectDays(this.store, this.service.projectId);
    if (model.pending.length > 0) await expectFounded(this.store, this.service);
    if (model.pending.length > 0 || !model.asleep.every(({ replaced }) => replaced)) return;
    expect(await storedRollups(this.store, this.service)).toEqual(
      recompute(this.derive(mergeFacts(model.seen))),
    );
  }

  /** Wakes or replaces every worker and delivers everything again; then all must be as if nothing had failed. */
  async settle(model: Model): Promise<void> {
    for (const sleeper of model.asleep.splice(0)) await wake(sleeper, Number.POSITIVE_INFINITY, model);
    for (const facts of model.pending.splice(0)) {
      expect(await this.ingest(facts)).toBe(true);
      model.seen.push(facts);
    }
    await expectSettled(this.store, this.service, model.seen, this.derive);
    for (const facts of model.seen) await this.expectKnown(facts);
    const { projectId } = this.service;
    await this.store.foldProjectDays({ projectId });
    expect(await this.store.foldProjectDays({ projectId })).toEqual({ folded: 0, days: 0 });
    await expectProjectDays(this.store, projectId);
    await expectFindings(this.store, projectId);
    expect((await this.store.readProjectDays({ projectId })).due).toBe(0);
  }

  /** Expects known facts to change no deployment, and repeated ones to write nothing. */
  async expectKnown(facts: ServiceFacts): Promise<void> {
    const again = { ...this.service, facts };
    expect(await this.store.ingest(again)).toMatchObject({ added: [], changed: [], removed: [] });
    expect((await this.store.ingest(again)).writes).toBe(0);
  }
}

type Command = fc.AsyncCommand<Model, System>;

/** A command; after each, the rollups are exact. */
class Step implements Command {
  readonly #name: string;
  readonly #run: (model: Model, system: System) => Promise<void>;
  readonly #check: (model: Readonly<Model>) => boolean;

  constructor(
    name: string,
    run: (model: Model, system: System) => Promise<void>,
    check: (model: Readonly<Model>) => boolean = () => true,
  ) {
    this.#name = name;
    this.#run = run;
    this.#check = check;
  }

  check(model: Readonly<Model>): boolean {
    return this.#check(model);
  }

  async run(model: Model, system: System): Promise<void> {
    await this.#run(model, system);
    await system.expectExact(model);
  }

  toString(): string {
    return this.#name;
  }
}

/** Everything that can happen to a service's data. */
export const commands: fc.Arbitrary<Command>[] = [
  anyFacts.map(
    (facts) =>
      new Step(`ingest ${text(facts)}`, async (model, system) => {
        expect(await system.ingest(facts)).toBe(true);
        model.seen.push(facts);
      }),
  ),
  fc.tuple(anyFacts, fc.integer({ min: 1, max: 6 }), fc.constantFrom("before", "after")).map(
    ([facts, write, when]) =>
      new Step(`die ${when} write ${write} of ${text(facts)}`, async (model, system) => {
        const done = await system.ingest(facts, dyingAt(write, when).interceptor);
        (done ? model.seen : model.pending).push(facts);
      }),
  ),
  fc
    .tuple(
      fc.array(anyFacts, { minLength: 2, maxLength: 3 }),
      fc.array(fc.nat({ max: 2 }), { maxLength: 12 }),
    )
    .map(
      ([inputs, picks]) =>
        new Step(`workers ${picks.join("")} on ${inputs.map(text).join(" | ")}`, async (model, system) => {
          await interleave(
            inputs.map((facts) => async (interceptor) => {
              expect(await system.ingest(facts, interceptor)).toBe(true);
            }),
            picks,
          );
          model.seen.push(...inputs);
        }),
    ),
  fc.tuple(anyFacts, fc.integer({ min: 1, max: 7 })).map(
    ([facts, request]) =>
      new Step(`fall asleep at request ${request} of ${text(facts)}`, async (model, system) => {
        const { interceptor, asleep, wake } = sleepingAt(request);
        const done = system.ingest(facts, interceptor);
        const isAsleep = await Promise.race([asleep.then(() => true), done.then(() => false)]);
        if (isAsleep) model.asleep.push({ facts, wake, done, replaced: false });
        else model.seen.push(facts);
      }),
  ),
  fc.tuple(fc.nat(), fc.integer({ min: 0, max: 5 })).map(
    ([pick, writes]) =>
      new Step(
        `wake ${pick}, and die after ${writes} writes`,
        async (model) => {
          const [sleeper] = model.asleep.splice(pick % model.asleep.length, 1);
          if (sleeper !== undefined) await wake(sleeper, writes, model);
        },
        ({ asleep }) => asleep.length > 0,
      ),
  ),
  fc.nat().map(
    (pick) =>
      new Step(
        `replace sleeper ${pick}`,
        async (model, system) => {
          const sleeper = model.asleep[pick % model.asleep.length];
          if (sleeper === undefined || sleeper.replaced) return;
          expect(await system.ingest(sleeper.facts)).toBe(true);
          model.seen.push(sleeper.facts);
          sleeper.replaced = true;
        },
        ({ asleep }) => asleep.length > 0,
      ),
  ),
  fc.nat().map(
    (pick) =>
      new Step(
        `deliver ${pick} again`,
        async (model, system) => {
          const [facts = NO_FACTS] = model.pending.splice(pick % model.pending.length, 1);
          expect(await system.ingest(facts)).toBe(true);
          model.seen.push(facts);
        },
        ({ pending }) => pending.length > 0,
      ),
  ),
  fc.nat().map(
    (pick) =>
      new Step(
        `duplicate ${pick}`,
        async (model, system) => {
          const facts = model.seen[pick % model.seen.length] ?? NO_FACTS;
          const reversed = { ...facts, events: facts.events.toReversed() };
          if (model.pending.length === 0 && model.asleep.every(({ replaced }) => replaced)) {
            await system.expectKnown(reversed);
          } else {
            expect(await system.ingest(reversed)).toBe(true);
          }
        },
        ({ seen }) => seen.length > 0,
      ),
  ),
  fc.constant(
    new Step("fold", async (_, system) => {
      expect(await system.fold()).toBe(true);
    }),
  ),
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom("before", "after")).map(
    ([write, when]) =>
      new Step(`fold, and die ${when} write ${write}`, async (_, system) => {
        await system.fold(dyingAt(write, when).interceptor);
      }),
  ),
  fc.integer({ min: 1, max: 9 }).map(
    (request) =>
      new Step(`fold, and fall asleep at request ${request}`, async (model, system) => {
        const { interceptor, asleep, wake } = sleepingAt(request);
        const done = system.fold(interceptor);
        const isAsleep = await Promise.race([asleep.then(() => true), done.then(() => false)]);
        // The next fold does its work: nothing has to be delivered again.
        if (isAsleep) model.asleep.push({ facts: NO_FACTS, wake, done, replaced: true });
      }),
  ),
  fc.tuple(anyFacts, fc.array(fc.nat({ max: 2 }), { maxLength: 20 })).map(
    ([facts, picks]) =>
      new Step(`two fold ${picks.join("")} beside ${text(facts)}`, async (model, system) => {
        const folding = async (interceptor: Interceptor) => {
          expect(await system.fold(interceptor)).toBe(true);
        };
        const ingesting = async (interceptor: Interceptor) => {
          expect(await system.ingest(facts, interceptor)).toBe(true);
        };
        await interleave([folding, ingesting, folding], picks);
        model.seen.push(facts);
      }),
  ),
  fc.constant(
    new Step("replay everything", async (model, system) => {
      expect(await system.ingest(mergeFacts(model.seen))).toBe(true);
    }),
  ),
  fc.constantFrom(1, 2, 32).map(
    (daysAtOnce) =>
      new Step(`rebuild, ${daysAtOnce} days at once`, async (_, system) => {
        await system.store.rederive({ ...system.service, daysAtOnce });
      }),
  ),
  fc.constant(
    new Step("other rules for a while", async (_, system) => {
      const fewer = derivingOnly(({ kind }) => kind !== "update");
      await system.store.rederive({ ...system.service, derive: fewer, daysAtOnce: 1 });
      await system.store.rederive({ ...system.service, daysAtOnce: 2 });
    }),
  ),
];

async function wake(sleeper: Sleeper, writes: number, model: Model): Promise<void> {
  sleeper.wake(writes);
  const done = await sleeper.done;
  if (!sleeper.replaced) (done ? model.seen : model.pending).push(sleeper.facts);
}

function text({ events, statuses, updates }: ServiceFacts): string {
  return JSON.stringify([
    events.map((one) => [one.occurredAtMs, one.severity, one.message]),
    statuses,
    updates,
  ]);
}
