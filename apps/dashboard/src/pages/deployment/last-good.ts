import type { ConfigurationAnswer, ModelConfiguration } from "@deploy-lens/api/deployments/configuration";
import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import type { ModelAnswer } from "@deploy-lens/api/fields/model";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";

/** A model that is in one deployment and not in the other, or in both with different versions. */
export interface ModelChange {
  readonly name: string;
  /** `null`: the model was added. */
  readonly before: string | null;
  /** `null`: it was removed. */
  readonly after: string | null;
}

export interface PhaseShift {
  readonly phase: Phase | "total";
  readonly beforeMs: number;
  readonly afterMs: number;
}

export interface SettingChange {
  readonly model: string;
  readonly setting: "specification" | "instances" | "weight" | "pool";
  readonly before: ModelConfiguration;
  readonly after: ModelConfiguration;
}

/** Differences of a deployment from an earlier one that succeeded. */
export interface FromLastGood {
  readonly models: readonly ModelChange[];
  readonly durations: readonly PhaseShift[];
  /** `null` where the configuration of one of them is unknown. */
  readonly settings: readonly SettingChange[] | null;
}

type Compared = Pick<DeploymentAnswer, "models" | "summary" | "totalMs" | "configuration">;

/** Durations that differ by less are the same. */
const LEAST_MS = 1_000;
const LEAST_RATIO = 1.1;

/**
 * Compares a deployment with the last good one before it.
 *
 * @example
 * fromLastGood(failed, good).models; // [{ name: "bert", before: "1.9.0", after: "1.10.0" }]
 */
export function fromLastGood(deployment: Compared, good: Compared): FromLastGood {
  return {
    models: modelChanges(good.models, deployment.models),
    durations: durationShifts(deployment, good),
    settings:
      good.configuration === null || deployment.configuration === null
        ? null
        : settingChanges(good.configuration, deployment.configuration),
  };
}

function modelChanges(before: readonly ModelAnswer[], after: readonly ModelAnswer[]): ModelChange[] {
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const versions = (models: readonly ModelAnswer[]) =>
      models
        .filter((model) => model.name === name)
        .map(({ version }) => version)
        .join(" + ") || null;
    const change = { name, before: versions(before), after: versions(after) };
    return change.before === change.after ? [] : [change];
  });
}

function durationShifts(deployment: Compared, good: Compared): PhaseShift[] {
  const shifts: PhaseShift[] = deployment.summary.flatMap(({ phase, wallMs: afterMs }) => {
    const beforeMs = good.summary.find((run) => run.phase === phase)?.wallMs ?? null;
    return afterMs === null || beforeMs === null ? [] : [{ phase, beforeMs, afterMs }];
  });
  if (deployment.totalMs !== null && good.totalMs !== null) {
    shifts.unshift({ phase: "total", beforeMs: good.totalMs, afterMs: deployment.totalMs });
  }
  return shifts.filter(({ beforeMs, afterMs }) => {
    const [shorter, longer] = beforeMs < afterMs ? [beforeMs, afterMs] : [afterMs, beforeMs];
    return longer - shorter >= LEAST_MS && longer >= LEAST_RATIO * shorter;
  });
}

const VALUES = {
  specification: ({ specification, customSpecification }) =>
    JSON.stringify([specification, customSpecification]),
  instances: ({ instanceCount }) => instanceCount,
  weight: ({ weightPercent }) => weightPercent,
  pool: ({ pool }) => pool,
} as const satisfies Record<SettingChange["setting"], (model: ModelConfiguration) => unknown>;

/** Settings of the models in both configurations, whatever their versions; added and removed ones are model changes. */
function settingChanges(before: ConfigurationAnswer, after: ConfigurationAnswer): SettingChange[] {
  return after.models.flatMap((model) => {
    const old = before.models.find(({ name }) => name === model.name);
    if (old === undefined) return [];
    const settings = ["specification", "instances", "weight", "pool"] as const;
    return settings
      .filter((setting) => VALUES[setting](old) !== VALUES[setting](model))
      .map((setting) => ({ model: model.name, setting, before: old, after: model }));
  });
}
