/** The result of a check. */
export interface Finding {
  readonly check: string;
  /** A `problem` makes a deployment fail or useless; a `warning` may be intended. */
  readonly state: "ok" | "warning" | "problem";
  readonly text: string;
}

/** A named check; an exception counts as its problem. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<Omit<Finding, "check">>;
}

export const ok = (text: string) => ({ state: "ok", text }) as const;
export const warning = (text: string) => ({ state: "warning", text }) as const;
export const problem = (text: string) => ({ state: "problem", text }) as const;

/** Runs checks side by side. */
export function runChecks(checks: readonly Check[]): Promise<Finding[]> {
  return Promise.all(
    checks.map(async ({ name, run }) => {
      try {
        return { check: name, ...(await run()) };
      } catch (error) {
        return { check: name, ...problem(textOf(error)) };
      }
    }),
  );
}

/** Only the cause of an error of `fetch` is meaningful. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `: ${textOf(error.cause)}`;
  return `${error.name}: ${error.message}${cause}`;
}

const MARKS = { ok: "✓", warning: "!", problem: "✗" };

/** A line for each finding. */
export function describeFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings
    .map(({ check, state, text }) => `${MARKS[state]} ${check.padEnd(width)}  ${text}\n`)
    .join("");
}
