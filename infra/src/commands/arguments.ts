import { splitArguments, UsageError } from "@deploy-lens/command";

const OPTIONS = {
  yes: { type: "boolean", short: "y", default: false },
  bootstrap: { type: "boolean", default: false },
  "destroy-prod": { type: "boolean", default: false },
  reason: { type: "string" },
  from: { type: "string" },
  after: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

type OptionName = keyof typeof OPTIONS;

export interface CommandArguments {
  readonly environment: string;
  /** Further arguments, in order. */
  readonly words: readonly string[];
  /** Skips confirmations before permissions are widened or anything is deleted. */
  readonly yes: boolean;
  readonly bootstrap: boolean;
  readonly destroyProd: boolean;
  readonly reason: string | undefined;
  readonly from: string | undefined;
  readonly after: string | undefined;
}

export interface CommandShape {
  /** The environments with settings. */
  readonly environments: readonly string[];
  /** Other options are refused. */
  readonly options?: readonly OptionName[];
  /** True if it takes words besides the environment. */
  readonly takesWords?: boolean;
}

/**
 * Reads a command line such as `dev --yes`.
 *
 * @returns `null` if help was requested.
 * @throws UsageError naming the problem and the allowed values.
 */
export function readArguments(
  argv: readonly string[],
  { environments, options = [], takesWords = false }: CommandShape,
): CommandArguments | null {
  const { values, positionals } = splitArguments(argv, OPTIONS);
  if (values.help) return null;
  const [environment, ...words] = positionals;
  if (environment === undefined || !environments.includes(environment) || (words.length > 0 && !takesWords)) {
    throw new UsageError(`name one environment: ${environments.join(", ")}; --help says more`);
  }
  const refused = optionNames().find((name) => Boolean(values[name]) && !options.includes(name));
  if (refused !== undefined)
    throw new UsageError(`--${refused} is not an option of this command; --help says more`);
  return {
    environment,
    words,
    yes: values.yes,
    bootstrap: values.bootstrap,
    destroyProd: values["destroy-prod"],
    reason: values.reason,
    from: values.from,
    after: values.after,
  };
}

/**
 * Reads the command line of a command for all environments.
 *
 * @returns true if help was requested.
 * @throws UsageError
 */
export function asksForHelp(argv: readonly string[]): boolean {
  const { values } = splitArguments(argv, OPTIONS);
  if (!values.help && argv.length > 0)
    throw new UsageError("it is about all environments and takes no arguments; --help says more");
  return values.help;
}

/** Guarantee: the keys of {@link OPTIONS} are its keys. */
function optionNames(): readonly OptionName[] {
  return Object.keys(OPTIONS) as OptionName[];
}
