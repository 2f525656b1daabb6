import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import { type Delivery, DeliveryQuery } from "@deploy-lens/api/statistics/delivery";
import { lostTimeOf, recoveryOf, retriedTimeOf } from "@deploy-lens/core/delivery";
import { durationStatistics } from "@deploy-lens/core/statistics";
import type { Context } from "hono";
import { sourceOf } from "../cache/source.ts";
import { readQuery } from "../http/read-query.ts";
import { jsonReply, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { projectInScope, serviceInScope } from "../http/scope.ts";
import type { AppEnv } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";
import { type StatisticsSubject, windowsOf } from "./compute-statistics.ts";

const DAY_MS = 86_400_000;

/** `GET …/services/{serviceId}/delivery` */
export function serviceDeliveryRoute(deps: RouteDeps): Handler {
  return (c) => answer(deps, c, serviceInScope(c));
}

/** `GET …/delivery`, over all services of a project. */
export function projectDeliveryRoute(deps: RouteDeps): Handler {
  return (c) => answer(deps, c, { ...projectInScope(c), serviceId: null });
}

async function answer(
  { archive, reads, now, version }: RouteDeps,
  c: Context<AppEnv>,
  scope: StatisticsSubject,
): Promise<Response> {
  const { window } = windowsOf({ ...readQuery(c, DeliveryQuery), ...EVERYTHING }, now());
  if (archive === null)
    throw new ProblemError("storage-unavailable", { detail: "No archive is configured." });
  const caller = c.var.context;
  const asked = { ...scope, ...window };
  const query = { ...asked, groupBy: [], phases: ["total"], quantiles: [0.5, 0.9] } as const;
  const [read, source] = await Promise.all([
    archive.deliveryAttempts(asked, caller),
    archive.statisticsSource(query, caller),
  ]);
  const { outcomes, total } = durationStatistics(query, source, window.toMs);
  const { serviceId } = scope;
  // No data may mean that the service does not exist.
  if (serviceId !== null && Object.keys(outcomes).length === 0) {
    const head = await archive.head({ ...scope, serviceId }, caller);
    if (head.value.content.revision === 0) await reads.service({ ...scope, serviceId }, caller);
  }
  const attempts = read.value.content;
  const { stillBroken, ...recovery } = recoveryOf(attempts);
  const { success = 0, failure = 0, timed_out: timedOut = 0 } = outcomes;
  const ended = success + failure + timedOut;
  const days = (window.toMs - window.fromMs) / DAY_MS;
  const started = Object.values(outcomes).reduce((sum, n) => sum + n, 0);
  const delivery: Omit<Delivery, "asOf"> = {
    window: { from: presentInstant(window.fromMs), to: presentInstant(window.toMs) },
    days,
    outcomes,
    attemptsPerDay: started / days,
    deploymentsPerDay: success / days,
    failureRate: ended === 0 ? null : (failure + timedOut) / ended,
    deploymentTime: {
      n: total.n,
      medianMs: whole(total.quantiles["0.5"]),
      p90Ms: whole(total.quantiles["0.9"]),
    },
    recovery: {
      ...recovery,
      stillBroken: stillBroken.map(({ serviceId: id, sinceMs }) => ({
        serviceId: id,
        since: presentInstant(sinceMs),
      })),
    },
    lost: [...lostTimeOf(attempts)],
    retried: serviceId === null ? null : retriedTimeOf(attempts),
  };
  const known = sourceOf(read);
  return send(
    c,
    jsonReply({
      content: [version, delivery],
      source: known,
      body: () => ({ ...delivery, asOf: presentInstant(known.asOfMs) }),
    }),
  );
}

/** The other parameters of a query of durations. */
const EVERYTHING = { groupBy: [], outcome: ["any"], quantiles: [] } satisfies Partial<
  Parameters<typeof windowsOf>[0]
>;

/** Quantiles of a histogram are within its error, and no whole numbers. */
function whole(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : Math.round(ms);
}
