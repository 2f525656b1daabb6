import type { ConfiguredModel } from "../event/configuration.ts";
import type { Deployment } from "../vocabulary/deployment.ts";
import type { Phase } from "../vocabulary/phase.ts";

/** One ended attempt, reduced to what findings rest on. */
export interface Run {
  readonly id: string;
  readonly startedAtMs: number;
  readonly outcome: "success" | "failure" | "timed_out";
  readonly totalMs: number;
  /** Time when no phase was running. With the phases' `criticalMs` it adds up to the total. */
  readonly gapMs: number;
  readonly phases: readonly PhaseTime[];
  readonly models: readonly RunModel[];
}

/** The time of a phase over all models. `wallMs` is `null` where it does not count in statistics. */
export interface PhaseTime {
  readonly phase: Phase;
  readonly wallMs: number | null;
  readonly criticalMs: number;
}

/** A deployed model version, and how it was configured where the update log says so. */
export interface RunModel {
  readonly name: string;
  readonly version: string;
  readonly configured: Configured | null;
}

/** Configuration of a model. `null`: not reported. */
export interface Configured {
  readonly specification: string | null;
  readonly instanceCount: number | null;
  /** Percent. */
  readonly traffic: number | null;
  readonly pool: string | null;
}

/**
 * Reduces a deployment to a run. `null` while it is open, and if it was cancelled or superseded: how long it would have
 * taken, and whether it would have succeeded, is unknown.
 *
 * @example
 * runOf(deployment, configuration); // { id: "0jxusbymc-…", outcome: "success", totalMs: 80818, … }
 */
export function runOf(
  deployment: Deployment,
  configuration: { readonly models: readonly ConfiguredModel[] } | null,
): Run | null {
  const { id, startedAtMs, outcome, totalMs, gaps, summary, models } = deployment;
  if (outcome !== "success" && outcome !== "failure" && outcome !== "timed_out") return null;
  if (totalMs === null) return null;
  return {
    id,
    startedAtMs,
    outcome,
    totalMs,
    gapMs: gaps.reduce((sum, { ms }) => sum + ms, 0),
    phases: summary.map(({ phase, wallMs, criticalMs, measured }) => ({
      phase,
      wallMs: measured ? wallMs : null,
      criticalMs,
    })),
    models: models.map(({ name, version }) => {
      const set = configuration?.models.find((one) => one.name === name && one.version === version);
      return { name, version, configured: set === undefined ? null : configured(set) };
    }),
  };
}

function configured(model: ConfiguredModel): Configured {
  const { specification, customSpecification, instanceCount, weightPercent, pool } = model;
  const { cpuCores, memoryMb, gpus, ascendChips } = customSpecification ?? {};
  const custom = [
    ["CPU", cpuCores],
    ["MB", memoryMb],
    ["GPU", gpus],
    ["Ascend", ascendChips],
  ].flatMap(([unit, amount]) => (amount == null ? [] : [`${amount} ${unit}`]));
  return {
    specification: custom.length > 0 ? custom.join(", ") : specification,
    instanceCount,
    traffic: weightPercent,
    pool: pool ?? null,
  };
}

/** Orders runs by start; of those that started in one millisecond, by id. */
export function compareRuns(a: Run, b: Run): number {
  return a.startedAtMs - b.startedAtMs || (a.id < b.id ? -1 : Number(a.id > b.id));
}
