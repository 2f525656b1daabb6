import { ProblemError } from "../request/problem-error.ts";

const NARROWER =
  "Ask for less: a shorter time (from, to), fewer words in groupBy, no include=histogram, or a smaller limit. " +
  "A compressed answer (Accept-Encoding: br, gzip) may hold several times as much.";

export function tooLarge(): ProblemError {
  return new ProblemError("answer-too-large", { detail: NARROWER });
}
