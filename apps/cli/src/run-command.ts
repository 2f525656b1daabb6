import {
  ApiError,
  DeadlineError,
  NetworkError,
  UnexpectedAnswerError,
} from "@deploy-lens/client/call/errors";
import { CommandError, runCommand, UsageError } from "@deploy-lens/command";
import { safeText } from "./terminal-text.ts";

/** Runs a command that calls the API, whose failures are expected. */
export function runApiCommand(name: string, command: () => Promise<void>): Promise<void> {
  return runCommand(name, command, commandErrorOf);
}

function commandErrorOf(error: unknown): unknown {
  if (error instanceof ApiError) {
    const line = safeText(problemText(error));
    // The API validates filters and times, so its 400 means a wrong command line.
    return error.problem.status === 400
      ? new UsageError(line, { cause: error })
      : new CommandError(line, { cause: error });
  }
  if (error instanceof NetworkError || error instanceof DeadlineError) {
    const hint = "is the stack running (npm start), and --url right?";
    return new CommandError(safeText(`${error.message}; ${hint}`), { cause: error });
  }
  if (error instanceof UnexpectedAnswerError) {
    return new CommandError(safeText(error.message), { cause: error });
  }
  return error;
}

function problemText({ problem }: ApiError): string {
  const details = (problem.errors ?? []).map(({ parameter, message }) => `${parameter} ${message}`);
  const said = details.length > 0 ? details.join("; ") : (problem.detail ?? problem.title);
  return `${problem.title}: ${said} (request ${problem.requestId})`;
}
