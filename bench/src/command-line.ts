import { parseArgs } from "node:util";
import { SUITES } from "./suites.ts";

/** What to measure. */
export interface Command {
  /** Empty: all. */
  readonly only: readonly string[];
  /** Write the figures to docs/performance.md. */
  readonly write: boolean;
}

export const HELP = `Measures the product side by side with what its users would pick instead.

  npm run bench                     everything, in under ten minutes; docs/performance.md takes the figures
  npm run bench -- --only NAME,…    some suites alone
  npm run bench -- --list           their names
  npm run bench -- --stale          measures nothing: docs/performance.md says which tables are older than their sources
  npm run bench -- --no-write       leaves docs/performance.md alone
`;

/** An invalid command line, with a message for the user. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Reads the command line; `"help"`, `"list"` and `"stale"` ask for nothing to be measured.
 *
 * @throws UsageError when an argument is unknown, or names no suite.
 */
export function parseCommand(args: readonly string[]): Command | "help" | "list" | "stale" {
  const { help, list, stale, only = [], "no-write": noWrite = false } = parse(args);
  if (help) return "help";
  if (list) return "list";
  if (stale) return "stale";
  const names = only.flatMap((one) => one.split(","));
  const unknown = names.find((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no suite "${unknown}": ${SUITES.map(({ name }) => name).join(", ")}`);
  }
  return { only: names, write: !noWrite };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: "string", multiple: true },
        "no-write": { type: "boolean" },
        list: { type: "boolean" },
        stale: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "cannot be read", { cause: error });
  }
}
