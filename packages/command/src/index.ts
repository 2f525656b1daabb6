import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

/** An expected failure: shown as one line instead of a stack trace. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  readonly exitCode: number;

  constructor(message: string, { exitCode = 1, ...options }: ErrorOptions & { exitCode?: number } = {}) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** The caller can correct it: the command line, a setting or a file is wrong. Exit code 2. */
export class UsageError extends CommandError {
  override readonly name: string = "UsageError";

  constructor(message: string, options?: ErrorOptions) {
    super(message, { ...options, exitCode: 2 });
  }
}

export const EXIT_INTERRUPTED = 130;

/**
 * Runs a command and sets the exit code: 0, 1 if it returns false, or that of the {@link CommandError} it throws, whose
 * message becomes one line on standard error. Other errors are bugs and are thrown on, with their stack.
 *
 * @param translate turns an app's own errors into a {@link CommandError}
 */
export async function runCommand(
  name: string,
  command: (() => Promise<void>) | (() => Promise<boolean>),
  translate: (error: unknown) => unknown = (error) => error,
): Promise<void> {
  process.stdout.on("error", ignoreClosedPipe);
  try {
    process.exitCode = (await command()) === false ? 1 : (process.exitCode ?? 0);
  } catch (error) {
    process.exitCode = reportError(name, translate(error));
  }
}

/** Prints a {@link CommandError} as one line and returns its exit code. @throws any other error */
export function reportError(name: string, error: unknown): number {
  if (!(error instanceof CommandError)) throw error;
  process.stderr.write(`${name}: ${error.message}\n`);
  return error.exitCode;
}

/** Aborts at the first Ctrl-C or SIGTERM, which from now on do not end the process by themselves. */
export function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => interrupted.abort());
  return interrupted.signal;
}

/**
 * Splits a command line into options and positionals.
 *
 * @throws UsageError naming the option that is unknown or lacks its value
 */
export function splitArguments<Options extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(error.message.split(". ")[0] ?? error.message, { cause: error });
  }
}

/** Splits the command line of a command that has options alone. @throws UsageError */
export function splitOptions<Options extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  options: Options,
) {
  const { values, positionals } = splitArguments(argv, options);
  if (positionals.length > 0)
    throw new UsageError(`Unexpected argument '${positionals[0]}'; --help says more`);
  return values;
}

/** Parses an option that is a whole number. @throws UsageError */
export function countOption(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`--${option} takes a whole number, not "${text}"`);
}

/** `npm run events … | head` closes our output early, which is not an error. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
}
