import { join } from "node:path";
import { type Circumstances, describeLoad } from "@deploy-lens/bench/frame/machine";
import { inOwnProcess } from "@deploy-lens/bench/frame/own-process";
import { fillPlace, placeOf, provenance, tableRow } from "@deploy-lens/bench/frame/place";
import { hashOfSources, isStale } from "@deploy-lens/bench/frame/sources";
import type { Figure, ProofRun } from "./proof.ts";
import { type ListedProof, PROOFS, PROVED } from "./proofs.ts";

/** What came of one proof. */
export interface Outcome {
  readonly proof: ListedProof;
  readonly run: ProofRun;
  readonly figures: readonly Figure[];
  readonly seconds: number;
  /** Of the machine, as it ended. */
  readonly load: string;
  /** What was proved, by its hash. */
  readonly sources: string | null;
}

/** A proof that takes longer is assumed to hang. */
const TIME_LIMIT_MS = 60 * 60_000;

/** Runs one proof in its own process. A process that breaks or hangs is a figure that did not hold. */
export async function runProof(proof: ListedProof, run: ProofRun): Promise<Outcome> {
  const sources = hashOfSources(join(import.meta.dirname, "..", ".."), PROVED);
  const { figures, broken, seconds } = await inOwnProcess<Figure>(
    join(import.meta.dirname, "proof-process.ts"),
    [proof.name, run.size, String(run.seed)],
    { execArgv: ["--expose-gc"], timeLimitMs: TIME_LIMIT_MS },
  );
  const all = broken === null ? figures : [...figures, brokenFigure(broken)];
  return { proof, run, figures: all, seconds, load: describeLoad(), sources };
}

function brokenFigure(reason: string): Figure {
  return {
    what: "the proof itself",
    target: "runs to its end",
    measured: "broke",
    held: false,
    examples: [reason],
  };
}

/**
 * Puts a proof's figures in their place in the document, between `<!-- prove:NAME -->` and `<!-- /prove:NAME -->`; everything
 * else stays as it is.
 *
 * @throws Error when the proof has no place there.
 */
export function writeFigures(document: string, outcome: Outcome, circumstances: Circumstances): string {
  const { proof, run, figures, seconds, load, sources } = outcome;
  const long = run.size === "long" ? " --long" : "";
  const seed = run.seed === 1 ? "" : ` --seed ${run.seed}`;
  const command = `npm run prove -- --only ${proof.name}${long}${seed}`;
  const section = [
    "| | target | measured | |",
    "| --- | --- | --- | --- |",
    ...figures.map(({ what, target, measured, held }) => tableRow([what, target, measured, verdict(held)])),
    "",
    provenance(circumstances, { command, took: duration(seconds), sources, load }),
    "",
  ].join("\n");
  return fillPlace(document, `prove:${proof.name}`, section);
}

/** Sums up the tables as they stand in the document, whichever runs they are from, and names those that are outdated. */
export function writeSummary(document: string, root: string): string {
  const tables = PROOFS.map(({ name }) => ({ name, text: placeOf(document, `prove:${name}`).text }));
  const verdicts = tables.flatMap(({ text }) =>
    [...text.matchAll(/\| (✓|✗|not measured) \|$/gm)].map(([, one]) => one),
  );
  const count = (wanted: string) => verdicts.filter((one) => one === wanted).length;
  const hash = hashOfSources(root, PROVED);
  const stale = tables.filter(({ text }) => isStale(text, hash)).map(({ name }) => `\`${name}\``);
  const summary = [
    `${count("✓")} of ${verdicts.length} figures hold, ${count("✗")} do not, ${count("not measured")} could not be measured.`,
    stale.length === 0 ? "" : `Proved before the sources last changed: ${stale.join(", ")}.`,
  ];
  return fillPlace(document, "prove:summary", `${summary.join("\n").trimEnd()}\n`);
}

export function verdict(held: boolean | null): string {
  if (held === null) return "not measured";
  return held ? "✓" : "✗";
}

/** `61.0 s`, `2 min 30 s` */
export function duration(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
