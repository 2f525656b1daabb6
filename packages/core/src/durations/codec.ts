import * as z from "zod/mini";
import { DecodeError, expectation } from "../histogram/decode-error.ts";
import { OUTCOMES } from "../vocabulary/deployment.ts";
import { PHASES, type Phase } from "../vocabulary/phase.ts";
import { DEPLOYMENT_KINDS, FAILURE_CAUSES } from "../vocabulary/signal.ts";
import { utcDay } from "./day.ts";
import {
  type DeploymentDurations,
  isSameModel,
  type PhaseDuration,
  UNMEASURED_REASONS,
  type UnmeasuredReason,
} from "./index.ts";

const FORMAT = 1;
const wholeMs = z.int();
const reason = z.enum(UNMEASURED_REASONS);

// A phase that did not run: null. One that counts: its ms. One that does not: why, and its ms where known.
const time = z.nullable(z.union([wholeMs, z.tuple([reason]), z.tuple([reason, wholeMs])]));
const times = z.tuple([time, time, time, time, time]);
const wait = z.nullable(wholeMs);
const format = z.literal(FORMAT, { error: `the format is not ${FORMAT}, the one that this version reads` });

const encodedDurations = z.tuple([
  format,
  z.string(),
  wholeMs.check(z.minimum(-8.64e15), z.maximum(8.64e15)),
  z.enum(DEPLOYMENT_KINDS),
  z.nullable(z.enum(OUTCOMES)),
  z.nullable(z.enum(FAILURE_CAUSES)),
  z.nullable(wholeMs),
  wholeMs,
  times,
  z.tuple([wait, wait, wait, wait, wait]),
  z.array(z.tuple([z.string(), z.string(), z.union([times, z.literal("=")])])),
]);

/**
 * The contribution of one deployment as a JSON array without field names:
 *
 * `[format, id, startedAtMs, kind, outcome, failureCause, totalMs, gapMs, times, waits, [[model, version, times], …]]`
 *
 * `times` has a place for each phase: `null` (did not run), its ms, or `[reason]` / `[reason, ms]` when it may not count.
 * `waits` says how long after the end of the phase before it each phase began. A model whose times are those over all
 * models has `"="`. The service's id is left out: whatever keeps contributions knows whose they are.
 */
export type EncodedDurations = z.infer<typeof encodedDurations>;
type Time = z.infer<typeof time>;
type Times = z.infer<typeof times>;

/**
 * Makes a contribution compact for a ledger; about 120 bytes as JSON.
 *
 * @example
 * JSON.stringify(encodeDurations(durations));
 * // '[1,"…",1562597170946,"deploy",null,null,null,3982,[17,20171,6,56642,["open"]],[24,3939,0,7,12],[["zcjtestTF","3.0.0","="]]]'
 */
export function encodeDurations(durations: DeploymentDurations): EncodedDurations {
  const overall = timesOf(durations.phases);
  return [
    FORMAT,
    durations.id,
    durations.startedAtMs,
    durations.kind,
    durations.outcome,
    durations.failureCause,
    durations.totalMs,
    durations.gapMs,
    overall,
    eachPhase(waitsOf(durations.phases)),
    durations.models.map((model) => {
      const own = timesOf(durations.modelPhases.filter((phase) => isSameModel(phase.model, model)));
      return [model.name, model.version, JSON.stringify(own) === JSON.stringify(overall) ? "=" : own];
    }),
  ];
}

/**
 * Reads what {@link encodeDurations} made, typically after `JSON.parse`.
 *
 * @throws DecodeError when it is anything else, naming the place.
 */
export function decodeDurations(encoded: unknown, serviceId: string): DeploymentDurations {
  const parsed = encodedDurations.safeParse(encoded, { error: expectation });
  if (!parsed.success) throw new DecodeError("contribution", z.prettifyError(parsed.error));
  const [, id, startedAtMs, kind, outcome, failureCause, totalMs, gapMs, overall, waits, models] =
    parsed.data;
  const durations: DeploymentDurations = {
    id,
    serviceId,
    startedAtMs,
    day: utcDay(startedAtMs),
    kind,
    outcome,
    failureCause,
    models: models.map(([name, version]) => ({ name, version })),
    totalMs,
    gapMs,
    phases: phasesOf(overall, waits),
    modelPhases: models.flatMap(([name, version, own]) =>
      present(own === "=" ? overall : own).map(({ phase, value }) => ({
        phase,
        model: { name, version },
        ...untimed(value),
      })),
    ),
  };
  if (JSON.stringify(encodeDurations(durations)) !== JSON.stringify(parsed.data)) {
    throw new DecodeError("contribution", "it is not in its one canonical form");
  }
  return durations;
}

interface TimedPhase {
  readonly phase: Phase;
  readonly wallMs: number | null;
  readonly unmeasured: UnmeasuredReason | null;
}

function timesOf(phases: readonly TimedPhase[]): Times {
  return eachPhase(new Map(phases.map((phase) => [phase.phase, timed(phase)])));
}

function timed({ wallMs, unmeasured }: TimedPhase): Time {
  if (unmeasured === null) return wallMs;
  return wallMs === null ? [unmeasured] : [unmeasured, wallMs];
}

function untimed(value: NonNullable<Time>): Omit<TimedPhase, "phase"> {
  if (typeof value === "number") return { wallMs: value, unmeasured: null };
  return { wallMs: value[1] ?? null, unmeasured: value[0] };
}

function waitsOf(phases: readonly PhaseDuration[]): Map<Phase, number | null> {
  const waits = new Map<Phase, number | null>();
  let previousEndMs = 0;
  for (const { phase, startedAfterMs, wallMs } of phases) {
    waits.set(phase, startedAfterMs === null ? null : startedAfterMs - previousEndMs);
    previousEndMs = endOf(startedAfterMs, wallMs, previousEndMs);
  }
  return waits;
}

function phasesOf(overall: Times, waits: readonly (number | null)[]): PhaseDuration[] {
  let previousEndMs = 0;
  return present(overall).map(({ phase, value, position }) => {
    const waited = waits[position] ?? null;
    const startedAfterMs = waited === null ? null : previousEndMs + waited;
    const { wallMs, unmeasured } = untimed(value);
    previousEndMs = endOf(startedAfterMs, wallMs, previousEndMs);
    return { phase, startedAfterMs, wallMs, unmeasured };
  });
}

function endOf(startedAfterMs: number | null, wallMs: number | null, previousEndMs: number): number {
  return startedAfterMs === null ? previousEndMs : startedAfterMs + (wallMs ?? 0);
}

function present(all: Times): { phase: Phase; value: NonNullable<Time>; position: number }[] {
  return PHASES.flatMap((phase, position) => {
    const value = all[position] ?? null;
    return value === null ? [] : [{ phase, value, position }];
  });
}

function eachPhase<Value>(
  byPhase: ReadonlyMap<Phase, Value>,
): [Value | null, Value | null, Value | null, Value | null, Value | null] {
  const at = (phase: Phase): Value | null => byPhase.get(phase) ?? null;
  return [
    at("build_image"),
    at("prepare_environment"),
    at("schedule_resource"),
    at("pull_image"),
    at("start_model"),
  ];
}
