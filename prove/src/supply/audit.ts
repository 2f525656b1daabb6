import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import type { Figure } from "../proof.ts";

const Audit = z.object({
  advisories: z.record(
    z.string(),
    z.object({
      module_name: z.string(),
      severity: z.string(),
      title: z.string(),
      patched_versions: z.string(),
    }),
  ),
  metadata: z.object({ totalDependencies: z.number() }),
});

const NO_ANSWER = "the registry that is configured here answers no audit, or cannot be reached";
const WHAT = "known vulnerabilities among the packages that run in production, by the registry's audit";

const TIMEOUT_MS = 60_000;

const execute = promisify(execFile);

/** Asks the registry; one that does not answer proves nothing. */
export async function auditFigure(root: string): Promise<Figure> {
  const text = await execute("pnpm", ["audit", "--prod", "--json"], { cwd: root, timeout: TIMEOUT_MS }).then(
    ({ stdout }) => stdout,
    // Vulnerabilities are told by the exit code as well.
    (error: unknown) =>
      String(typeof error === "object" && error !== null ? Reflect.get(error, "stdout") : ""),
  );
  const audit = Audit.safeParse(jsonOrNull(text));
  if (!audit.success) return { what: WHAT, target: "0", measured: NO_ANSWER, held: null };
  const found = Object.values(audit.data.advisories);
  return {
    what: WHAT,
    target: "0",
    measured: `${found.length} in ${audit.data.metadata.totalDependencies} packages`,
    held: found.length === 0,
    examples: found.map(({ module_name, severity, title }) => `${module_name}: ${severity}, ${title}`),
  };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
