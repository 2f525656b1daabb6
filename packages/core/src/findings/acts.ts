import type { ServiceFinding } from "./index.ts";

/** People's decisions about a finding. `reopen` takes back those before it. */
export const FINDING_ACTIONS = ["acknowledge", "mute", "reopen"] as const;

export type FindingAction = (typeof FINDING_ACTIONS)[number];

/** A decision about a finding, with what identifies the finding if its id changes. */
export interface FindingAct {
  readonly findingId: string;
  readonly action: FindingAction;
  readonly note: string;
  /** Until when it holds, epoch ms; `null`: until it is taken back. */
  readonly untilMs: number | null;
  /** The caller. */
  readonly by: string;
  readonly atMs: number;
  readonly serviceId: string;
  readonly kind: ServiceFinding["kind"];
  readonly phase: ServiceFinding["phase"];
  /** The range of the finding's places, epoch ms. */
  readonly placedWithinMs: readonly [fromMs: number, toMs: number];
}

/** All states of a finding: a decision hides `suspected` and `open`; a level that came back ends both. */
export const FINDING_STATES = ["suspected", "open", "acknowledged", "muted", "resolved"] as const;

export type FindingState = (typeof FINDING_STATES)[number];

/**
 * The latest decision about a finding that holds at a time; `null` without one.
 *
 * A decision belongs to the finding with its id; or, where events came late and moved the change, to that of the same service,
 * kind and phase whose range of places overlaps.
 */
export function actOn(
  finding: ServiceFinding,
  acts: readonly FindingAct[],
  nowMs: number,
): FindingAct | null {
  const own = acts
    .filter((act) => act.findingId === finding.id || isOnSamePlace(finding, act))
    .toSorted((a, b) => b.atMs - a.atMs || (a.action < b.action ? -1 : 1));
  const [latest] = own;
  if (latest === undefined || latest.action === "reopen") return null;
  return latest.untilMs !== null && latest.untilMs <= nowMs ? null : latest;
}

function isOnSamePlace({ serviceId, kind, phase, placedWithin }: ServiceFinding, act: FindingAct): boolean {
  const [fromMs, toMs] = act.placedWithinMs;
  return (
    act.serviceId === serviceId &&
    act.kind === kind &&
    act.phase === phase &&
    placedWithin.from.atMs <= toMs &&
    placedWithin.to.atMs >= fromMs
  );
}

/** The state of a finding under a decision. */
export function findingState({ state }: ServiceFinding, act: FindingAct | null): FindingState {
  if (state === "resolved" || act === null) return state;
  return act.action === "mute" ? "muted" : "acknowledged";
}
