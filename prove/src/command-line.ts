import { chosenNames, parseOptions, UsageError } from "@deploy-lens/bench/frame/command-line";
import type { ProofRun } from "./proof.ts";
import { PROOFS } from "./proofs.ts";

/** What to run. */
export interface Command extends ProofRun {
  /** Empty: all. */
  readonly only: readonly string[];
  /** Write the figures to docs/reliability.md. */
  readonly write: boolean;
  /** Run the proofs on a product with defects instead. */
  readonly broken: boolean;
}

export const HELP = `Turns the claims of docs/reliability.md into figures.

  npm run prove                     everything, in about half an hour; docs/reliability.md takes the figures
  npm run prove -- --only NAME,…    some proofs alone
  npm run prove -- --quick          small sizes, two to three minutes; writes nothing
  npm run prove -- --long           large sizes, well over an hour
  npm run prove -- --list           names and claims
  npm run prove -- --stale          proves nothing: docs/reliability.md says which tables are older than the sources
  npm run prove -- --seed NUMBER    other random inputs (default 1)
  npm run prove -- --no-write       leaves docs/reliability.md alone
  npm run prove -- --broken         puts defects into a copy of the product; the proofs must see them
`;

/**
 * Reads the command line; for `"help"`, `"list"` and `"stale"` there is nothing to run.
 *
 * @throws UsageError when an argument is unknown, or names no proof.
 */
export function parseCommand(args: readonly string[]): Command | "help" | "list" | "stale" {
  const { help, list, stale, only, quick, long, broken, seed, ...options } = parseOptions(args, {
    only: { type: "string", multiple: true, default: [] },
    quick: { type: "boolean", default: false },
    long: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    "no-write": { type: "boolean", default: false },
    broken: { type: "boolean", default: false },
    list: { type: "boolean" },
    stale: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (help) return "help";
  if (list) return "list";
  if (stale) return "stale";
  if (quick && long) throw new UsageError("--quick and --long exclude each other");
  if (!Number.isSafeInteger(Number(seed))) throw new UsageError("--seed takes a whole number");
  return {
    only: chosenNames(
      only,
      PROOFS.map(({ name }) => name),
      "proof",
    ),
    size: (quick && "quick") || (long && "long") || "full",
    seed: Number(seed),
    broken,
    write: !quick && !broken && !options["no-write"],
  };
}
