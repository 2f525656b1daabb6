import { fingerprint } from "../text/fingerprint.ts";
import type { ServiceFinding } from "./index.ts";

/** Services that changed alike within a day: the platform changed, rather than each of them. */
export interface FindingGroup {
  /** Deterministic from the group's earliest finding. */
  readonly id: string;
  readonly services: number;
}

const MIN_SERVICES = 3;
const WITHIN_MS = 86_400_000;

/**
 * Groups findings of a project's services: the same kind and phase in three services or more, all within a day.
 *
 * A group begins with the earliest finding that is in none yet.
 *
 * @returns the group of each finding that is in one, by the finding's id.
 */
export function groupFindings(findings: readonly ServiceFinding[]): ReadonlyMap<string, FindingGroup> {
  const groups = new Map<string, FindingGroup>();
  const alike = Map.groupBy(findings, ({ kind, phase, before, after }) => {
    const isUp = (after.share ?? after.medianMs ?? 0) > (before.share ?? before.medianMs ?? 0);
    return [kind, phase, kind === "slower" || kind === "faster" ? "" : isUp].join("|");
  });
  for (const ofKind of alike.values()) {
    let left = ofKind.toSorted((a, b) => a.since.atMs - b.since.atMs || (a.id < b.id ? -1 : 1));
    for (let first = left[0]; first !== undefined; first = left[0]) {
      const endMs = first.since.atMs + WITHIN_MS;
      const members = left.filter(({ since }) => since.atMs <= endMs);
      const services = new Set(members.map(({ serviceId }) => serviceId)).size;
      if (services < MIN_SERVICES) {
        left = left.slice(1);
        continue;
      }
      const group = { id: `g${fingerprint(first.id)}`, services };
      for (const { id } of members) groups.set(id, group);
      left = left.slice(members.length);
    }
  }
  return groups;
}

/**
 * Open findings of a series without any change, for each run: 0.08 in 1,000 (`levels.test.ts`). They mostly pass, as later
 * runs do not bear them out.
 */
export const FALSE_ALARMS_PER_RUN = 0.000_08;

/** Findings that chance alone would make in a month of as many runs. */
export function expectedFalseAlarms(
  services: readonly { readonly runsInMonth: number; readonly series: number }[],
): number {
  return services.reduce(
    (sum, { runsInMonth, series }) => sum + runsInMonth * series * FALSE_ALARMS_PER_RUN,
    0,
  );
}
