import { CommandError, EXIT_INTERRUPTED, interruption, runCommand } from "@deploy-lens/command";
import { errorText } from "@deploy-lens/observe/log";

/** Runs a command on the table: every error is one line, and an interruption says that nothing is half done. */
export async function runTableCommand(
  name: string,
  command: (signal: AbortSignal) => Promise<boolean>,
): Promise<void> {
  const signal = interruption();
  const interrupted = () =>
    new CommandError("interrupted; what is stored is whole, and the same command does the rest", {
      exitCode: EXIT_INTERRUPTED,
    });
  await runCommand(
    name,
    async () => {
      const isDone = await command(signal);
      if (signal.aborted) throw interrupted();
      return isDone;
    },
    (error) => {
      if (signal.aborted) return interrupted();
      if (error instanceof CommandError) return error;
      return new CommandError(errorText(error).replaceAll("\n", " "), { cause: error });
    },
  );
}
