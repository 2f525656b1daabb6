import { fillPlace, tableRow } from "@deploy-lens/bench/frame/place";
import { sourcesNote } from "@deploy-lens/bench/frame/sources";
import type { Figure } from "./proof.ts";
import type { Outcome } from "./start-proof.ts";

/** Where and when figures were measured. */
export interface Circumstances {
  readonly machine: string;
  /** ISO 8601 day. */
  readonly day: string;
  readonly commit: string | null;
  readonly seed: number;
}

/**
 * Puts the figures of some proofs in their places in the document; everything else stays as it is. A proof has its place
 * between `<!-- prove:NAME -->` and `<!-- /prove:NAME -->`.
 *
 * @throws Error when a proof has no place there.
 */
export function writeFigures(
  document: string,
  outcomes: readonly Outcome[],
  circumstances: Circumstances,
): string {
  return outcomes.reduce(
    (text, outcome) => fillPlace(text, `prove:${outcome.proof.name}`, section(outcome, circumstances)),
    document,
  );
}

function section(
  { proof, figures, seconds, sources }: Outcome,
  { machine, day, commit, seed }: Circumstances,
): string {
  const command = `npm run prove -- --only ${proof.name}${seed === 1 ? "" : ` --seed ${seed}`}`;
  const at = commit === null ? "" : `, commit ${commit}`;
  return [
    "| | target | measured | |",
    "| --- | --- | --- | --- |",
    ...figures.map(row),
    "",
    `\`${command}\`, ${duration(seconds)}, ${day}${at}${sourcesNote(sources)}; ${machine}.`,
    "",
  ].join("\n");
}

function row({ what, target, measured, held }: Figure): string {
  return tableRow([what, target, measured, verdict(held)]);
}

/** How a figure's verdict is shown. */
export function verdict(held: boolean | null): string {
  if (held === null) return "not measured";
  return held ? "✓" : "✗";
}

/** A span as people read it. */
export function duration(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
