import { isModelArtsFailure } from "@deploy-lens/modelarts/errors";
import { CallerLeftError, DeadlineError } from "../http/deadline.ts";
import { ProblemError } from "../problem-error.ts";

/** One word for an error, out of a closed list or a class's name: never its text, which may hold anything. */
export function failureKind(error: unknown): string {
  if (isModelArtsFailure(error)) return error.kind;
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof DeadlineError) return "deadline";
  if (error instanceof CallerLeftError) return "caller_left";
  return "unknown";
}
