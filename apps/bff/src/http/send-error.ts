import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { AppEnv, Notes } from "../request/context.ts";
import { CallerLeftError } from "../request/deadline.ts";
import { errorLocation } from "../request/error-location.ts";
import { failureKind } from "../request/failure-kind.ts";
import { ProblemError } from "../request/problem-error.ts";
import { toProblem } from "../upstream/upstream-problem.ts";
import { sendProblem } from "./problem.ts";

/** The de-facto status for "client closed request", used in logs only. */
const CALLER_LEFT = 499;

/**
 * Turns any thrown value into an answer. An unexpected error reveals nothing to the caller; the log gets its class and
 * stack positions.
 */
export function sendError(c: Context<AppEnv>, thrown: unknown): Response {
  const { notes } = c.var.context;
  const error = toProblem(thrown);
  if (error instanceof CallerLeftError) {
    notes.failure = "caller_left";
    return new Response(null, { status: CALLER_LEFT });
  }
  return sendProblem(c, error instanceof ProblemError ? noted(error, notes) : unforeseen(error, notes));
}

function noted(problem: ProblemError, notes: Notes): ProblemError {
  if (problem.cause !== undefined) notes.failure = failureKind(problem);
  return problem;
}

function unforeseen(error: unknown, notes: Notes): ProblemError {
  if (error instanceof HTTPException && error.status < 500) return new ProblemError("malformed-request");
  notes.failure = failureKind(error);
  notes.errorLocation = errorLocation(error);
  return new ProblemError("internal", { cause: error });
}
