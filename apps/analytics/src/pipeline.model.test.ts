import type { ScriptedService } from "@deploy-lens/simulator/service/scripted";
import { expectExactRollups, expectSettled } from "@deploy-lens/store/testing/expected";
import { FAULTS } from "@deploy-lens/store/testing/faults";
import { deriveBy } from "@deploy-lens/store/testing/feed";
import type { Interceptor } from "@deploy-lens/store/testing/requests";
import fc from "fast-check";
import { expect, test } from "vitest";
import { audit } from "./audit/index.ts";
import { backfillService } from "./commands/backfill-service.ts";
import { deriveService } from "./derive/index.ts";
import type { ServiceMessage } from "./queue/service-message.ts";
import { collectMetrics } from "./testing/collect-metrics.ts";
import { normalEvent, startWorld, type World } from "./testing/world.ts";

/** `MODEL_RUNS=10000` for the full measure. */
const RUNS = Number(process.env.MODEL_RUNS ?? 20);
const MINUTE_MS = 60_000;
/** An hour before midnight, so that stories cross it. */
const EVENING_MS = Date.parse("2026-11-23T23:00:00.000Z");

const TEXTS = [
  "start to deploy service",
  "building image for model [resnet 1.0.0]",
  "model (resnet 1.0.0) build image success",
  "preparing environment",
  "[resnet 1.0.0] prepare environment success",
  "[resnet 1.0.0] pulling model image",
  "[resnet 1.0.0] pull image success",
  "failed to pull image, retry later",
  "[resnet 1.0.0] starting model",
  "Service mine started.",
  "Failed to start service mine.",
  "The service is being updated.",
  "Failed to update the service. Perform a rollback.",
  "The service has been stopped.",
  "nobody knows this",
] as const;

/** The known facts: the events that the upstream reported. Everything else follows. */
interface Model {
  readonly reported: Set<string>;
}

/** The pipeline, its table and its upstream, in a project of its own. */
interface Real {
  readonly world: World;
  readonly service: ScriptedService;
  /** Everything that was ever queued, to be delivered again some day. */
  readonly sent: ServiceMessage[];
}

type Command = fc.AsyncCommand<Model, Real>;

/** A command of the model: it always applies, and after it the rollups must be exact. */
function command(name: string, work: (real: Real, model: Model) => Promise<void>): Command {
  return {
    check: () => true,
    toString: () => name,
    run: async (model, real) => {
      await work(real, model);
      await expectExactRollups(real.world.store, refOf(real));
    },
  };
}

const refOf = ({ service }: Real) => ({ projectId: service.projectId, serviceId: service.id });

const emit = (real: Real, model: Model, atMs: number, text: string) => {
  // The upstream tells nothing that has not happened yet.
  const event = normalEvent(Math.min(atMs, real.world.clock.nowMs), text);
  const key = `${event.occurredAtMs}|${text}`;
  if (model.reported.has(key)) return;
  model.reported.add(key);
  real.service.emit(event);
};

const deps = ({ world }: Real) => ({ ...world, ...collectMetrics(), timeoutMs: 10_000 });

/** Ticks with some stores at once; what was queued is remembered. */
async function tick(real: Real, interceptors: readonly (Interceptor | null)[]): Promise<void> {
  const { world, service, sent } = real;
  await Promise.all(
    interceptors.map((interceptor) => {
      const store = interceptor === null ? world.store : world.storeBehind(interceptor);
      return world.pipeline({ store, projectIds: [service.projectId] }).tick();
    }),
  );
  const { state } = await world.store.readHead(refOf(real));
  sent.push({ ...refOf(real), reason: "open", state });
}

/** Dies at a write: that one goes wrong, and after it nothing works any more. */
function dyingAt(write: number, fault: Interceptor): Interceptor {
  let writes = 0;
  return (request) => {
    if (request.operation === "PutItem") writes += 1;
    if (writes < write) return request.send();
    return writes === write && request.operation === "PutItem" ? fault(request) : FAULTS.lostRequest(request);
  };
}

const minutes = fc.integer({ min: 0, max: 20 });

const commands = [
  fc.tuple(fc.constantFrom(...TEXTS), fc.integer({ min: 1, max: 400_000 })).map(([text, afterMs]) =>
    command(`after ${afterMs} ms: ${text}`, async (real, model) => {
      real.world.clock.nowMs += afterMs;
      emit(real, model, real.world.clock.nowMs, text);
    }),
  ),
  fc.tuple(fc.constantFrom(...TEXTS), minutes).map(([text, ago]) =>
    command(`late by ${ago} min: ${text}`, async (real, model) => {
      emit(real, model, real.world.clock.nowMs - ago * MINUTE_MS, text);
    }),
  ),
  fc.constantFrom("deploying", "running", "failed", "stopped").map((status) =>
    command(`status ${status}`, async ({ world, service }) => {
      world.clock.nowMs += 1_000;
      service.changeStatus({ atMs: world.clock.nowMs, status: status as "running" });
    }),
  ),
  fc.constant(command("tick", (real) => tick(real, [null]))),
  fc.constant(command("tick of two workers", (real) => tick(real, [null, null]))),
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom("lostRequest" as const, "lostAnswer" as const))
    .map(([write, fault]) =>
      command(`tick that dies at write ${write}, ${fault}`, (real) =>
        tick(real, [dyingAt(write, FAULTS[fault])]),
      ),
    ),
  fc.nat().map((which) =>
    command(`old message ${which} again`, async (real) => {
      const message = real.sent[which % Math.max(1, real.sent.length)];
      if (message !== undefined) await deriveService(deps(real), message);
    }),
  ),
  fc.tuple(minutes, minutes).map(([from, width]) =>
    command(`backfill of ${width + 1} min, ${from} min ago`, async (real) => {
      const fromMs = real.world.clock.nowMs - from * MINUTE_MS;
      const toMs = fromMs + (width + 1) * MINUTE_MS;
      await backfillService(deps(real), { ...refOf(real), fromMs, toMs, state: null });
    }),
  ),
  fc.constant(
    command("rebuild", async (real) => {
      await real.world.store.rederive({ ...refOf(real), daysAtOnce: 1 });
    }),
  ),
  fc.constant(
    command("audit", async (real) => {
      const report = await audit(
        { ...deps(real), sleep: async () => undefined },
        { projectId: real.service.projectId },
      );
      expect(report).toMatchObject({ rollupDrift: 0 });
    }),
  ),
];

test(`whatever happens in whatever order, ${RUNS} times: rollups are exact, and in the end all is as if derived once`, {
  timeout: 60_000 + RUNS * 2_000,
}, async () => {
  const world = await startWorld();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: "max" }), async (sequence) => {
      run += 1;
      world.clock.nowMs = EVENING_MS;
      const projectId = `run-${run}`;
      const service = world.simulator.addService({ name: "mine", id: `mine-${run}`, projectId });
      const real: Real = { world, service, sent: [] };
      await fc.asyncModelRun(() => ({ model: { reported: new Set<string>() }, real }), sequence);

      // A backfill has what came later than any look would notice; then everything must be there.
      const toMs = world.clock.nowMs + MINUTE_MS;
      world.clock.nowMs = toMs;
      await tick(real, [null]);
      await backfillService(deps(real), {
        ...refOf(real),
        fromMs: EVENING_MS - 60 * MINUTE_MS,
        toMs,
        state: null,
      });
      const always = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
      const stored = await world.store.readFacts({ ...refOf(real), ...always });
      expect(stored.events).toHaveLength(service.events(toMs).length);
      await expectSettled(
        world.store,
        refOf(real),
        [{ ...stored, events: service.events(toMs) }],
        deriveBy(service.id),
      );
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});
