import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";

/** The machine, day and commit of a measurement. */
export interface Circumstances {
  readonly machine: string;
  /** ISO 8601 day. */
  readonly day: string;
  readonly commit: string | null;
}

/** The circumstances of a measurement whose figures go into a document. */
export function describeCircumstances(root: string, document: string): Circumstances {
  const day = new Date().toISOString().slice(0, 10);
  return { machine: describeMachine(), day, commit: describeCommit(root, document) };
}

/** The machine, as it stands beside every figure. */
function describeMachine(): string {
  const processors = cpus();
  const model = (processors[0]?.model ?? "unknown processor").replaceAll(/\s+/g, " ").trim();
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${model}, ${gib} GiB, ${process.platform} ${process.arch}, Node.js ${process.versions.node}`;
}

/** Processes that wanted a processor in the last minute. If there are more than processors, times are inflated. */
export function describeLoad(): string {
  return `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
}

/**
 * The commit that was measured, with a `+` if files other than the document had changed; `null`
 * outside a clone.
 */
function describeCommit(folder: string, document: string): string | null {
  try {
    const git = (...args: readonly string[]) =>
      execFileSync("git", args, {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
    const isChanged = git("status", "--porcelain", "--", ".", `:!${document}`) !== "";
    return `${git("rev-parse", "--short", "HEAD")}${isChanged ? "+" : ""}`;
  } catch {
    return null;
  }
}
