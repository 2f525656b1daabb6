import { errorText } from "@deploy-lens/observe/log";
import { UsageError } from "./usage-error.ts";

/**
 * Runs a command and prints errors as one line on standard error. Exit code 2 means that the command line or the environment
 * needs correcting, 1 any other failure, 130 an interruption.
 */
export async function runCommand(
  name: string,
  command: (signal: AbortSignal) => Promise<boolean>,
): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => interrupted.abort());
  try {
    const isDone = await command(interrupted.signal);
    process.exitCode = isDone ? 0 : 1;
  } catch (error) {
    if (!interrupted.signal.aborted) process.stderr.write(`${name}: ${lineOf(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
  if (!interrupted.signal.aborted) return;
  process.stderr.write(`${name}: interrupted; what is stored is whole, and the same command does the rest\n`);
  process.exitCode = 130;
}

function lineOf(error: unknown): string {
  return error instanceof UsageError ? error.message : errorText(error).replaceAll("\n", " ");
}
