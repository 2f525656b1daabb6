import { DERIVATION_VERSION } from "@deploy-lens/core/derive/version";
import type { StoreContext } from "../day/context.ts";
import { type Derive, isBesideEnd } from "../day/deployment.ts";
import { NO_FACTS } from "../day/facts.ts";
import { assertSettled, newestStartedBy, readDays, type ServiceDay } from "../day/read.ts";
import { assertUnchanged, derivedFrom, firstDayFor, lastDayFor, type ServiceSpan } from "../day/span.ts";
import { moveHead, readHead } from "../head/store.ts";
import type { ServiceRef } from "../table/keys.ts";
import { retryStale } from "../table/retry.ts";
import { type Changes, reconcile } from "./reconcile.ts";

/** The service to derive again, and options. */
export interface RederiveInput extends ServiceRef {
  /** Default: the rules of core. */
  readonly derive?: Derive;
  /** Resumes where an unfinished run of the same version stopped; default: starts at the beginning. */
  readonly resume?: boolean;
  /** Asked after each span; default: until everything is done. */
  readonly hasTime?: () => boolean;
  /** Called after each span. */
  readonly onProgress?: (progress: RederiveProgress) => void;
  /** Number of days to read before deriving; default 32. A span holds at least one deployment, however long. */
  readonly daysAtOnce?: number;
}

/** Progress of deriving a history again. */
export interface RederiveProgress {
  /** All deployments up to this time follow the rules, epoch ms; infinity when done. */
  readonly throughMs: number;
  /** Deployments derived so far. */
  readonly deployments: number;
  /** Items put so far. */
  readonly writes: number;
  /** Number of deployments that changed, are new, or are gone. */
  readonly differences: number;
}

/**
 * Derives a service's whole history again from its stored facts and stores the differences: after a change of the
 * rules.
 *
 * Safe to repeat, to interrupt anywhere, and to run beside live traffic. Writes nothing if nothing differs.
 */
export async function rederive(context: StoreContext, input: RederiveInput): Promise<RederiveProgress> {
  const { hasTime = () => true } = input;
  let progress: RederiveProgress = {
    throughMs: input.resume === true ? await resumeAtMs(context, input) : Number.NEGATIVE_INFINITY,
    deployments: 0,
    writes: 0,
    differences: 0,
  };
  do {
    const { throughMs } = progress;
    const step = await retryStale(context.retry, `Service ${input.serviceId}`, () =>
      rederiveFrom(context, input, throughMs),
    );
    progress = {
      throughMs: step.toMs,
      deployments: progress.deployments + step.deployments,
      writes: progress.writes + step.writes,
      differences: progress.differences + step.added.length + step.changed.length + step.removed.length,
    };
    input.onProgress?.(progress);
  } while (progress.throughMs !== Number.POSITIVE_INFINITY && hasTime());
  return progress;
}

/** The position at which the same version of the rules stopped; work of a version in between is repeated. */
async function resumeAtMs(context: StoreContext, service: ServiceRef): Promise<number> {
  const { rederived } = await readHead(context.table, service);
  return rederived?.by === DERIVATION_VERSION ? rederived.throughMs : Number.NEGATIVE_INFINITY;
}

async function rederiveFrom(
  context: StoreContext,
  input: RederiveInput,
  fromMs: number,
): Promise<Changes & { readonly toMs: number; readonly deployments: number }> {
  const head = await readHead(context.table, input);
  const fromPrelude = fromMs === Number.NEGATIVE_INFINITY;
  const span = { ...(await readSpan(context, input, fromMs)), fromPrelude };
  if (!fromPrelude && isBesideEnd(span.facts, fromMs)) {
    // New facts arrived, so it now depends on the deployment before it.
    const before = await newestStartedBy(context.table, input, fromMs - 1);
    return rederiveFrom(context, input, before?.deployment.startedAtMs ?? Number.NEGATIVE_INFINITY);
  }
  await assertUnchanged(context.table, input, span);
  const changes = await reconcile(context, { ...span, service: input, facts: NO_FACTS });
  // Custom rules do not count as this version's.
  const rederived = input.derive === undefined ? { by: DERIVATION_VERSION, throughMs: span.toMs } : undefined;
  const seen = { span, state: null, seen: NO_FACTS, rederived };
  const moved = await moveHead(context.table, input, head, seen);
  return {
    ...changes,
    writes: changes.writes + (moved === head ? 0 : 1),
    toMs: span.toMs,
    deployments: span.derived.length,
  };
}

/** Reads days until they contain a second deployment; the next span begins at the start of the last one read. */
async function readSpan(context: StoreContext, input: RederiveInput, fromMs: number): Promise<ServiceSpan> {
  const { daysAtOnce = 32 } = input;
  const work = { service: input, facts: NO_FACTS, derive: input.derive };
  const days: ServiceDay[] = [];
  let enough = daysAtOnce;
  for await (const day of readDays(context.table, input, {
    fromDay: firstDayFor(fromMs),
    consistent: true,
  })) {
    assertSettled(day);
    days.push(day);
    if (days.length < enough) continue;
    enough *= 2;
    const span = derivedFrom(days, work, fromMs, Number.POSITIVE_INFINITY);
    const next = span.derived.findLast(
      ({ deployment: { startedAtMs } }) =>
        lastDayFor(startedAtMs) <= day.day && !isBesideEnd(span.facts, startedAtMs),
    );
    const toMs = next?.deployment.startedAtMs ?? fromMs;
    const settled = span.derived.filter((one) => one.deployment.startedAtMs < toMs);
    if (settled.length > 0) return { ...span, toMs, derived: settled };
  }
  return derivedFrom(days, work, fromMs, Number.POSITIVE_INFINITY);
}
