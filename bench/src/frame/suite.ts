import { join } from "node:path";
import type { Figure, Run } from "@deploy-lens/core/testing/figure";
import { describeLoad } from "./machine.ts";
import { inOwnProcess } from "./own-process.ts";
import { hashOfSources, type Sources } from "./sources.ts";

/** Measures the figures of one table. */
export interface Suite {
  /** The name that `--only` takes. */
  readonly name: string;
  /** The subject of the table, or the claim that it turns into figures. */
  readonly title: string;
  /** The method, in a sentence or two for the document. */
  readonly how?: string;
  /** The files that it measures: a table that is older than these says so. */
  readonly sources: Sources;
  /** Options of the Node.js process that it runs in. */
  readonly nodeOptions?: readonly string[];
  /** It may run beside others: it measures no times, and leaves processors to others. */
  readonly sharesMachine?: boolean;
  /** Left out of `--quick`: small, it shows no more than `npm test`, or nothing at all. */
  readonly fullOnly?: boolean;
  readonly load: () => Promise<{ readonly run: (run: Run) => Promise<readonly Figure[]> }>;
}

/** The result of one suite. */
export interface Outcome {
  readonly suite: Suite;
  readonly run: Run;
  readonly figures: readonly Figure[];
  readonly seconds: number;
  /** Of the machine, as it ended. */
  readonly load: string;
  /** A hash of what was measured. */
  readonly sources: string | null;
}

/** A suite that takes longer is assumed to hang. */
const TIME_LIMIT_MS = 60 * 60_000;

/** The name of the figure of a suite that broke. */
export const ITSELF = "the measurement itself";

/**
 * Runs a suite in its own process. One that breaks or hangs is a figure that did not hold.
 *
 * @param list The file that exports `SUITES`, from the root.
 * @param output What becomes of what the suite prints.
 */
export async function runSuite(
  { root, list }: { readonly root: string; readonly list: string },
  suite: Suite,
  run: Run,
  output: "inherit" | "ignore" = "inherit",
): Promise<Outcome> {
  const sources = hashOfSources(root, suite.sources);
  const { figures, broken, seconds } = await inOwnProcess<Figure>(
    join(root, "bench/src/frame/suite-process.ts"),
    [join(root, list), suite.name, run.size, String(run.seed)],
    { execArgv: suite.nodeOptions ?? [], timeLimitMs: TIME_LIMIT_MS, output },
  );
  const all = broken === null ? figures : [...figures, brokenFigure(broken)];
  return { suite, run, figures: all, seconds, load: describeLoad(), sources };
}

function brokenFigure(reason: string): Figure {
  return { what: ITSELF, measured: "broke", target: "runs to its end", held: false, examples: [reason] };
}
