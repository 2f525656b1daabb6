import { ApiError, DeadlineError, NetworkError, UnexpectedAnswerError } from "@deploy-lens/client/errors";
import { safeText } from "./terminal-text.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs a command; what goes wrong becomes one line on standard error: exit code 2 for what the caller can put right in
 * the command line or the file, whoever noticed it, and 1 for what the API or the network failed with.
 */
export async function runCommand(name: string, command: () => Promise<void>): Promise<void> {
  process.stdout.on("error", ignoreClosedPipe);
  try {
    await command();
  } catch (error) {
    const line = lineOf(error);
    if (line === null) throw error;
    process.stderr.write(`${name}: ${line}\n`);
    process.exitCode = isUsage(error) ? 2 : 1;
  }
}

/** The API checks the values of filters and times: it answers 400 for what the command line got wrong. */
function isUsage(error: unknown): boolean {
  return error instanceof UsageError || (error instanceof ApiError && error.problem.status === 400);
}

function lineOf(error: unknown): string | null {
  if (error instanceof UsageError) return error.message;
  if (error instanceof ApiError) return safeText(problemText(error));
  if (error instanceof NetworkError || error instanceof DeadlineError) {
    return safeText(`${error.message}; is the stack running (npm start), and --url right?`);
  }
  if (error instanceof UnexpectedAnswerError) return safeText(error.message);
  return null;
}

function problemText({ problem }: ApiError): string {
  const details = (problem.errors ?? []).map((one) => `${one.parameter} ${one.message}`);
  const said = details.length > 0 ? details.join("; ") : (problem.detail ?? problem.title);
  return `${problem.title}: ${said} (request ${problem.requestId})`;
}

/** `npm run events … | head` closes our output early: that is the reader's right, not an error. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
}
