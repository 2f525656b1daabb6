import { fork } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashOfSources } from "@deploy-lens/bench/frame/sources";
import type { Command } from "./command-line.ts";
import type { Message } from "./messages.ts";
import type { Figure } from "./proof.ts";
import { type ListedProof, PROVED } from "./proofs.ts";

/** What came of one proof. */
export interface Outcome {
  readonly proof: ListedProof;
  readonly figures: readonly Figure[];
  readonly seconds: number;
  /** What was proved, by its hash. */
  readonly sources: string | null;
}

/** No proof takes longer unless it hangs. */
const TIME_LIMIT_MS = 60 * 60_000;

/** Runs one proof in a process of its own. A process that breaks, hangs or says nothing is a figure that did not hold. */
export async function startProof(
  proof: ListedProof,
  command: Command,
  onProgress: (done: number, total: number) => void,
): Promise<Outcome> {
  const sources = hashOfSources(join(import.meta.dirname, "..", ".."), PROVED);
  const startedAtMs = performance.now();
  const file = fileURLToPath(import.meta.resolve("./run-one.ts"));
  const child = fork(file, [proof.name, String(command.quick), String(command.seed)], {
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const figures: Figure[] = [];
  let told = false;
  const limit = setTimeout(() => child.kill("SIGKILL"), TIME_LIMIT_MS);
  child.on("message", (message: Message) => {
    if (message.kind === "progress") return onProgress(message.done, message.total);
    told = true;
    if (message.kind === "figures") figures.push(...message.figures);
    else figures.push(brokenFigure(message.reason));
  });
  const ending = await new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  clearTimeout(limit);
  if (!told) figures.push(brokenFigure(`the process ended without a figure: ${ending}`));
  return { proof, figures, sources, seconds: (performance.now() - startedAtMs) / 1000 };
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
