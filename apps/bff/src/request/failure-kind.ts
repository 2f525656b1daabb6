import type { ProblemName } from "@deploy-lens/api/problems/problem-types";
import { isModelArtsFailure, type ModelArtsFailure } from "@deploy-lens/modelarts/errors";
import { CallerLeftError, RequestDeadlineError } from "./deadline.ts";
import { ProblemError } from "./problem-error.ts";

/** A word from a closed list, never an error message, which may contain anything. */
export type FailureKind = ModelArtsFailure["kind"] | ProblemName | "deadline" | "caller_left" | "unknown";

export function failureKind(error: unknown): FailureKind {
  if (isModelArtsFailure(error)) return error.kind;
  if (error instanceof ProblemError) return error.cause === undefined ? error.problem : causeKind(error);
  if (error instanceof RequestDeadlineError) return "deadline";
  if (error instanceof CallerLeftError) return "caller_left";
  return "unknown";
}

function causeKind({ cause, problem }: ProblemError): FailureKind {
  const kind = failureKind(cause);
  return kind === "unknown" ? problem : kind;
}
