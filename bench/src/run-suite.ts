import { join } from "node:path";
import type { Figure } from "./figure.ts";
import { describeLoad } from "./frame/machine.ts";
import { inOwnProcess } from "./frame/own-process.ts";
import { hashOfSources } from "./frame/sources.ts";
import type { Suite } from "./suite.ts";

/** What came of one suite. */
export interface Outcome {
  readonly suite: Suite;
  readonly figures: readonly Figure[];
  readonly seconds: number;
  /** Of the machine, as it ended. */
  readonly load: string;
  /** What was measured, by its hash. */
  readonly sources: string | null;
}

/** A suite that takes longer is assumed to hang. */
const TIME_LIMIT_MS = 4 * 60_000;

/** Runs a suite in its own process; one that breaks is a figure that did not hold. */
export async function runSuite(suite: Suite): Promise<Outcome> {
  const sources = hashOfSources(join(import.meta.dirname, "..", ".."), suite.sources);
  const { figures, broken, seconds } = await inOwnProcess<Figure>(
    join(import.meta.dirname, "suite-process.ts"),
    [suite.name],
    { execArgv: suite.nodeOptions ?? [], timeLimitMs: TIME_LIMIT_MS },
  );
  const all = broken === null ? figures : [...figures, brokenFigure(broken)];
  return { suite, figures: all, seconds, load: describeLoad(), sources };
}

function brokenFigure(reason: string): Figure {
  return { what: "the suite itself", measured: reason, beside: "", target: "runs to its end", held: false };
}
