import { NotDeployedError } from "../account/outputs.ts";
import { NotBuiltError } from "../app-code.ts";
import { SettingsError } from "../read-settings.ts";
import { UsageError } from "./arguments.ts";
import { ProcessError } from "./run-process.ts";

/** A command failed; the message gives the reason. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** Runs a command; errors that the caller can correct become lines on standard error instead of a stack trace. */
export async function runCommand(name: string, command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (exitCode === null || !(error instanceof Error)) throw error;
    process.stderr.write(`${name}: ${error.message}\n`);
    process.exitCode = exitCode;
  }
}

/** @returns 2 if the arguments or the settings are wrong; `null` for an unexpected error. */
function exitCodeOf(error: unknown): number | null {
  if (error instanceof UsageError || error instanceof SettingsError || error instanceof NotBuiltError)
    return 2;
  if (error instanceof CommandError || error instanceof NotDeployedError) return 1;
  return error instanceof ProcessError ? error.exitCode : null;
}
