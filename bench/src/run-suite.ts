import { fork } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Figure } from "./figure.ts";
import { describeLoad } from "./frame/machine.ts";
import { hashOfSources } from "./frame/sources.ts";
import type { Message } from "./one-suite.ts";
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

/** Runs a suite in its own process, so that none inherits another's compiled code or heap. */
export async function runSuite(suite: Suite): Promise<Outcome> {
  const sources = hashOfSources(join(import.meta.dirname, "..", ".."), suite.sources);
  const startedAtMs = performance.now();
  const child = fork(fileURLToPath(import.meta.resolve("./one-suite.ts")), [suite.name], {
    execArgv: [...(suite.nodeOptions ?? [])],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  let figures: readonly Figure[] | null = null;
  let reason = "";
  child.on("message", (message: Message) => {
    if ("figures" in message) figures = message.figures;
    else reason = message.reason;
  });
  const limit = setTimeout(() => child.kill("SIGKILL"), TIME_LIMIT_MS);
  const ending = await new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  clearTimeout(limit);
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { suite, figures: figures ?? [broken(reason || ending)], seconds, load: describeLoad(), sources };
}

function broken(reason: string): Figure {
  return { what: "the suite itself", measured: reason, beside: "", target: "runs to its end", held: false };
}
