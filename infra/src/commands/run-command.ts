import { NotBuiltError } from "../app-code.ts";
import { SettingsError } from "../read-settings.ts";
import { UsageError } from "./arguments.ts";
import { ProcessError } from "./run-process.ts";

/** Runs a command; what the caller can put right becomes lines on standard error instead of a stack trace. */
export async function runCommand(name: string, command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const isExpected =
      error instanceof UsageError ||
      error instanceof SettingsError ||
      error instanceof NotBuiltError ||
      error instanceof ProcessError;
    if (!isExpected) throw error;
    process.stderr.write(`${name}: ${error.message}\n`);
    process.exitCode = error instanceof ProcessError ? error.exitCode : 2;
  }
}
