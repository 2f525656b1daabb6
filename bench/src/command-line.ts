import { chosenNames, parseOptions } from "./frame/command-line.ts";
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

/**
 * Reads the command line; `"help"`, `"list"` and `"stale"` ask for nothing to be measured.
 *
 * @throws UsageError when an argument is unknown, or names no suite.
 */
export function parseCommand(args: readonly string[]): Command | "help" | "list" | "stale" {
  const {
    help,
    list,
    stale,
    only,
    "no-write": noWrite,
  } = parseOptions(args, {
    only: { type: "string", multiple: true, default: [] },
    "no-write": { type: "boolean", default: false },
    list: { type: "boolean" },
    stale: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (help) return "help";
  if (list) return "list";
  if (stale) return "stale";
  const names = SUITES.map(({ name }) => name);
  return { only: chosenNames(only, names, "suite"), write: !noWrite };
}
