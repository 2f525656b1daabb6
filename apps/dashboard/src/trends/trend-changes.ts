import type { FindingAnswer } from "@deploy-lens/api/findings/findings";
import type { TrendChange, TrendWindow } from "../charts/trend-shape.ts";
import type { Measured } from "../phases/phase-name.tsx";

/** The fields of a finding that place it in a trend. */
type Placed = Pick<FindingAnswer, "kind" | "phase" | "since" | "placedWithin">;

/** The changes that a phase's trend shows: of its times, not of shares, which make no run slower. */
export function changesIn<Change extends Placed>(
  findings: readonly Change[],
  phase: Measured,
  { fromMs, toMs }: TrendWindow,
): readonly Change[] {
  return findings.filter((finding) => {
    const isOfTimes = finding.kind === "slower" || finding.kind === "faster";
    const { atMs } = changeOf(finding);
    return isOfTimes && finding.phase === phase && atMs >= fromMs && atMs <= toMs;
  });
}

export function changeOf({ since, placedWithin }: Pick<Placed, "since" | "placedWithin">): TrendChange {
  return {
    atMs: Date.parse(since.at),
    fromMs: Date.parse(placedWithin.from.at),
    toMs: Date.parse(placedWithin.to.at),
  };
}
