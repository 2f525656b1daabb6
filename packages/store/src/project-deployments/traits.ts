import { STALLED_AFTER_MS } from "@deploy-lens/core/derive/as-of";
import { placeInWindow } from "@deploy-lens/core/statistics/window";
import type { Deployment, DeploymentFlag, Outcome } from "@deploy-lens/core/vocabulary/deployment";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import type { DeploymentKind, FailureCause, ModelVersion } from "@deploy-lens/core/vocabulary/signal";
import type { ReadContext } from "../day/context.ts";
import { readStoredParts, type StoredRollup } from "../statistics/rollups.ts";
import { dayOf } from "../table/keys.ts";
import { REQUEST, readWave, WAVE } from "./wave.ts";

/** The facts by which a deployment is filtered, counted and drawn. */
export interface DeploymentTraits {
  readonly id: string;
  readonly serviceId: string;
  readonly startedAtMs: number;
  /** Start to end, or to the last event while open. */
  readonly observedMs: number;
  readonly kind: DeploymentKind;
  readonly outcome: Outcome | "open";
  readonly cause: FailureCause | null;
  /** The platform's text about the failure. */
  readonly message: string | null;
  /** Phases that failed for good, or were running when the deployment failed or timed out. */
  readonly failedPhases: readonly Phase[];
  readonly models: readonly ModelVersion[];
  /** With `stalled`, which depends on the time and is not stored. */
  readonly flags: readonly DeploymentFlag[];
  /** Wall time of the phases that ended, ms. */
  readonly phasesMs: Readonly<Partial<Record<Phase, number>>>;
}

/** Reduces a deployment to its traits at a time, epoch ms. */
export function traitsOf(deployment: Deployment, nowMs: number): DeploymentTraits {
  const { id, serviceId, startedAtMs, observedMs, kind, outcome, failure, models, flags, summary } =
    deployment;
  const isStalled = outcome === null && nowMs - deployment.lastEventAtMs > STALLED_AFTER_MS;
  return {
    id,
    serviceId,
    startedAtMs,
    observedMs,
    kind,
    outcome: outcome ?? "open",
    cause: failure?.cause ?? null,
    message: failure?.message ?? null,
    failedPhases: failedPhasesOf(deployment),
    models,
    flags: isStalled ? [...flags, "stalled"] : flags,
    phasesMs: Object.fromEntries(
      summary.flatMap(({ phase, wallMs }) => (wallMs === null ? [] : [[phase, wallMs]])),
    ),
  };
}

function failedPhasesOf({ outcome, phases }: Deployment): readonly Phase[] {
  if (outcome !== "failure" && outcome !== "timed_out") return [];
  const failed = phases.filter((run) => run.outcome === "failure" || run.outcome === "interrupted");
  return [...new Set(failed.map(({ phase }) => phase))];
}

/** Deployments that started in a half-open range, epoch ms. */
export interface TraitsQuery {
  readonly projectId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Reads whole days, the newest first, and keeps this many deployments. */
  readonly limit: number;
  readonly nowMs: number;
}

/** The newest deployments of a range. */
export interface ProjectTraits {
  /** Newest first. */
  readonly deployments: readonly DeploymentTraits[];
  /** All deployments that started since, epoch ms; the start of the range if it holds no more than the limit. */
  readonly sinceMs: number;
}

/** Reads what all deployments of a project in a range are filtered, counted and drawn by, the newest up to a limit. */
export async function readTraits(context: ReadContext, query: TraitsQuery): Promise<ProjectTraits> {
  const { projectId, fromMs, toMs, limit, nowMs } = query;
  const range = { projectId, firstDay: dayOf(fromMs), lastDay: dayOf(toMs) };
  const found: DeploymentTraits[] = [];
  const traitsInRange = (deployments: readonly Deployment[]) =>
    deployments
      .filter(({ startedAtMs }) => startedAtMs >= fromMs && startedAtMs < toMs)
      .map((deployment) => traitsOf(deployment, nowMs));
  let parts: StoredRollup[] = [];
  const readParts = async () => {
    const keys = parts.flatMap((part) => part.keys);
    parts = [];
    for (let at = 0; at < keys.length; at += WAVE) {
      found.push(...(await readWave(context, keys.slice(at, at + WAVE), traitsInRange)));
    }
  };
  for await (const page of readStoredParts(context, range, { newestFirst: true, pageSize: WAVE })) {
    for (const part of page) {
      if (part.day !== parts[0]?.day && parts.length >= REQUEST) await readParts();
      if (found.length > limit) break;
      if (placeInWindow(part, query) !== "outside") parts.push(part);
    }
    if (found.length > limit) break;
  }
  if (found.length <= limit) await readParts();
  found.sort((a, b) => b.startedAtMs - a.startedAtMs || (a.id > b.id ? -1 : 1));
  const [kept, next] = [found.slice(0, limit), found[limit]];
  if (next === undefined) return { deployments: kept, sinceMs: fromMs };
  // Some of those that started in the millisecond of the first one left out may be left out, too.
  const deployments = kept.filter(({ startedAtMs }) => startedAtMs > next.startedAtMs);
  return { deployments, sinceMs: next.startedAtMs + 1 };
}
