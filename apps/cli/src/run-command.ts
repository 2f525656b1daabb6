import {
  ApiError,
  DeadlineError,
  NetworkError,
  UnexpectedAnswerError,
} from "@deploy-lens/client/call/errors";
import { safeText } from "./terminal-text.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs a command and prints a failure as one line on standard error. Exit code 2 for what the user can correct in the
 * command line or the file, whether the command or the API detected it; 1 for failures of the API or the network.
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

/** The API validates filters and times, so its 400 means a wrong command line. */
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
  const details = (problem.errors ?? []).map(({ parameter, message }) => `${parameter} ${message}`);
  const said = details.length > 0 ? details.join("; ") : (problem.detail ?? problem.title);
  return `${problem.title}: ${said} (request ${problem.requestId})`;
}

/** `npm run events … | head` closes our output early, which is not an error. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
}
