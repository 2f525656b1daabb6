import { MEASURES, type Measure } from "../durations/index.ts";
import { type DeploymentCount, modelKey } from "../rollup/index.ts";
import { OUTCOMES, type Outcome } from "../vocabulary/deployment.ts";
import { matchesModel } from "../vocabulary/matches-model.ts";
import type { FailureCause, ModelVersion } from "../vocabulary/signal.ts";
import { noSamples, type Samples } from "./figures.ts";
import type { Grouping, StatisticsPlan } from "./query.ts";

/** Identifies a group: one field for each word of `groupBy`. */
export interface GroupKey {
  readonly service?: string;
  readonly day?: string;
  readonly outcome?: Outcome;
  readonly model?: ModelVersion;
  readonly phase?: Measure;
}

/** Why a deployment was excluded: its outcome, or that it names no model although models are requested. */
export type DeploymentExclusion = Outcome | "open" | "no_model";

/** Identifies a time of a deployment: its measure and model, and the deployment's service, day and outcome. */
export interface TimePlace {
  /** `null`: of all services; there are no groups by service then. */
  readonly serviceId: string | null;
  readonly day: string;
  readonly outcome: Outcome;
  /** `null`: over all models. */
  readonly model: ModelVersion | null;
  readonly measure: Measure;
}

export interface GroupSamples extends Samples {
  readonly key: GroupKey;
}

/** The number of deployments in a group that a plan's figures include. */
export function countedOf(plan: StatisticsPlan, { outcome, scope, deployments }: DeploymentCount): number {
  const isWithin =
    plan.model === null ? scope === "all" : typeof scope !== "string" && matchesModel(plan.model, scope);
  return isWithin && outcome !== "open" && plan.outcomes.has(outcome) ? deployments : 0;
}

/**
 * Collects samples into the groups of one plan, wherever they come from; the state of one computation.
 *
 * With a model filter or groups by model, a sample is one model version's time; otherwise it is over all models.
 */
export class StatisticsTally {
  readonly total: Samples = noSamples();
  readonly excluded = new Map<DeploymentExclusion, number>();
  readonly outcomes = new Map<Outcome | "open", number>();
  readonly failureCauses = new Map<FailureCause, number>();
  /** The number of deployments that the figures include. */
  counted = 0;
  readonly #plan: StatisticsPlan;
  readonly #groups = new Map<string, GroupSamples>();

  constructor(plan: StatisticsPlan) {
    this.#plan = plan;
  }

  /** Adds a group of deployments; {@link countedOf} decides how many of them count. */
  count({ outcome, cause, scope, deployments }: DeploymentCount): void {
    const { model, groupBy } = this.#plan;
    const counts = outcome !== "open" && this.#plan.outcomes.has(outcome);
    if (scope === "no_model") {
      if (model === null && groupBy.has("model") && counts) increase(this.excluded, scope, deployments);
      return;
    }
    if (model === null ? scope !== "all" : scope === "all" || !matchesModel(model, scope)) return;
    increase(this.outcomes, outcome, deployments);
    if (cause !== null) increase(this.failureCauses, cause, deployments);
    if (counts) this.counted += deployments;
    else increase(this.excluded, outcome, deployments);
  }

  /** The sets of samples that a time belongs to: its group's, the total's, both, or none. */
  samplesAt({ serviceId, day, outcome, model, measure }: TimePlace): Samples[] {
    const { groupBy, measures, model: filter } = this.#plan;
    const passes = model !== null && (filter === null || matchesModel(filter, model));
    const found: Samples[] = [];
    if (measure === "total" && (filter === null ? model === null : passes)) found.push(this.total);
    const isPerModel = filter !== null || groupBy.has("model");
    if (!measures.has(measure) || (isPerModel ? !passes : model !== null)) return found;
    let text = groupBy.has("phase") ? measure : "";
    if (groupBy.has("service")) text += `|${serviceId}`;
    if (groupBy.has("day")) text += `|${day}`;
    if (groupBy.has("outcome")) text += `|${outcome}`;
    if (groupBy.has("model") && model !== null) text += modelKey(model);
    let group = this.#groups.get(text);
    if (group === undefined) {
      group = { key: keyOf(groupBy, { serviceId, day, outcome, model, measure }), ...noSamples() };
      this.#groups.set(text, group);
    }
    found.push(group);
    return found;
  }

  /** The groups into which something fell, by service, day, outcome, model and phase order. */
  groups(): GroupSamples[] {
    return [...this.#groups.values()].sort((a, b) => compareKeys(a.key, b.key));
  }
}

function keyOf(
  groupBy: ReadonlySet<Grouping>,
  { serviceId, day, outcome, model, measure }: TimePlace,
): GroupKey {
  return {
    ...(groupBy.has("service") && serviceId !== null && { service: serviceId }),
    ...(groupBy.has("day") && { day }),
    ...(groupBy.has("outcome") && { outcome }),
    ...(groupBy.has("model") && model !== null && { model: { name: model.name, version: model.version } }),
    ...(groupBy.has("phase") && { phase: measure }),
  };
}

function compareKeys(a: GroupKey, b: GroupKey): number {
  return (
    compareText(a.service, b.service) ||
    compareText(a.day, b.day) ||
    placeIn(OUTCOMES, a.outcome) - placeIn(OUTCOMES, b.outcome) ||
    compareText(a.model?.name, b.model?.name) ||
    compareText(a.model?.version, b.model?.version) ||
    placeIn(MEASURES, a.phase) - placeIn(MEASURES, b.phase)
  );
}

function compareText(a = "", b = ""): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function placeIn<Word>(words: readonly Word[], word: Word | undefined): number {
  return word === undefined ? 0 : words.indexOf(word);
}

function increase<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
