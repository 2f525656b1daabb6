import { ProblemError } from "../problem-error.ts";
import { toProblem } from "../upstream/upstream-problem.ts";

/** Makes a problem of whatever was thrown. What nobody foresaw tells its caller nothing. */
export function toAnswerable(error: unknown): ProblemError {
  const problem = toProblem(error);
  if (problem instanceof ProblemError) return problem;
  return new ProblemError("internal", null, { cause: error });
}
