import { type ParseArgsConfig, parseArgs } from "node:util";

/** An invalid command line, with a message for the user. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];

/** Reads options. @throws UsageError when one is unknown, or there is an argument besides */
export function parseOptions<const T extends Options>(args: readonly string[], options: T): Values<T> {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "cannot be read", { cause: error });
  }
}

/** The names in `--only a,b --only c`. @throws UsageError when one is not known */
export function chosenNames(
  only: readonly string[],
  known: readonly string[],
  kind: string,
): readonly string[] {
  const names = only.flatMap((list) => list.split(","));
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`there is no ${kind} "${unknown}": ${known.join(", ")}`);
  return names;
}

/** Runs a command; its result is the exit code, and a mistake in its use a line on standard error and exit code 2. */
export async function runCommand(name: string, run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${name}: ${error.message}\n`);
    process.exitCode = 2;
  }
}
