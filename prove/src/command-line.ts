import { parseArgs } from "node:util";
import { PROOFS } from "./proofs.ts";

/** What to run. */
export interface Command {
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly seed: number;
  /** Whether docs/reliability.md takes the figures. */
  readonly write: boolean;
  /** Whether the proofs are tried on a product with defects. */
  readonly broken: boolean;
}

export const HELP = `Turns the claims of docs/reliability.md into figures.

  npm run prove                     everything but the soak, and writes the figures down
  npm run prove -- --only NAME,…    some proofs alone
  npm run prove -- --quick          small sizes, two to three minutes; writes nothing
  npm run prove -- --list           names and claims
  npm run prove -- --seed NUMBER    other random inputs (default 1)
  npm run prove -- --no-write       leaves docs/reliability.md alone
  npm run prove -- --broken         puts defects into a copy of the product, and says which a proof does not see
`;

/** Something the command cannot do, in words for whoever typed it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Reads the command line; `"help"` and `"list"` ask for nothing to be run.
 *
 * @throws UsageError when an argument is unknown, or names no proof.
 */
export function parseCommand(args: readonly string[]): Command | "help" | "list" {
  const values = parse(args);
  if (values.help) return "help";
  if (values.list) return "list";
  const only = (values.only ?? []).flatMap((names) => names.split(","));
  const unknown = only.find((name) => !PROOFS.some((proof) => proof.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no proof "${unknown}": ${PROOFS.map(({ name }) => name).join(", ")}`);
  }
  const seed = Number(values.seed ?? "1");
  if (!Number.isSafeInteger(seed)) throw new UsageError("--seed takes a whole number");
  const quick = values.quick ?? false;
  const broken = values.broken ?? false;
  return { only, quick, seed, broken, write: !quick && !broken && !(values["no-write"] ?? false) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: "string", multiple: true },
        quick: { type: "boolean" },
        seed: { type: "string" },
        "no-write": { type: "boolean" },
        broken: { type: "boolean" },
        list: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "cannot be read", { cause: error });
  }
}
