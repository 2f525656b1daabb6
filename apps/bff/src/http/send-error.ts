import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { AppEnv, Notes } from "../request/context.ts";
import { CallerLeftError } from "../request/deadline.ts";
import { failureKind } from "../request/failure-kind.ts";
import { ProblemError } from "../request/problem-error.ts";
import { troubleOf } from "../request/trouble.ts";
import { toProblem } from "../upstream/upstream-problem.ts";
import { sendProblem } from "./problem.ts";

/** The status that logs know for "nobody waits for this any more". */
const CALLER_LEFT = 499;

/** Answers with whatever was thrown. What nobody foresaw tells its caller nothing, and the log where it came from. */
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
  notes.trouble = troubleOf(error);
  return new ProblemError("internal", { cause: error });
}
