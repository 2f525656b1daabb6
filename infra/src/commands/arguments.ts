import { parseArgs } from "node:util";
import { ENVIRONMENTS, type EnvironmentName, isEnvironmentName } from "../settings.ts";

/** What the caller has to put right: shown as one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a command was asked for. */
export interface CommandArguments {
  readonly environment: EnvironmentName;
  /** Do not ask before permissions are widened, or anything is deleted. */
  readonly yes: boolean;
  readonly bootstrap: boolean;
  readonly destroyProd: boolean;
}

const OPTIONS = {
  yes: { type: "boolean", short: "y", default: false },
  bootstrap: { type: "boolean", default: false },
  "destroy-prod": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

type OptionName = keyof typeof OPTIONS;

/**
 * Reads a command line such as `dev --yes`.
 *
 * @param allowed The options of this command; others are refused.
 * @returns `null` when help was asked for.
 * @throws UsageError naming what is wrong and what is allowed.
 */
export function readArguments(
  argv: readonly string[],
  allowed: readonly OptionName[],
): CommandArguments | null {
  const { values, positionals } = parse(argv);
  if (values.help) return null;
  const [environment, ...more] = positionals;
  if (!isEnvironmentName(environment) || more.length > 0) {
    throw new UsageError(`name one environment: ${ENVIRONMENTS.join(", ")}; --help tells more`);
  }
  const refused = optionNames().find((name) => values[name] && !allowed.includes(name));
  if (refused !== undefined)
    throw new UsageError(`--${refused} is no option of this command; --help tells more`);
  return {
    environment,
    yes: values.yes,
    bootstrap: values.bootstrap,
    destroyProd: values["destroy-prod"],
  };
}

/**
 * Reads the command line of a command that is about all environments at once.
 *
 * @returns whether help was asked for.
 * @throws UsageError
 */
export function asksForHelp(argv: readonly string[]): boolean {
  const { values } = parse(argv);
  if (!values.help && argv.length > 0)
    throw new UsageError("it is about all environments and takes no arguments; --help tells more");
  return values.help;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(error.message.split(". ")[0] ?? error.message, { cause: error });
  }
}

/** Guarantee: the keys of {@link OPTIONS} are its keys. */
function optionNames(): readonly OptionName[] {
  return Object.keys(OPTIONS) as OptionName[];
}
