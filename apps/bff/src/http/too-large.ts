import { ProblemError } from "../request/problem-error.ts";

const NARROWER =
  "Ask for less: a shorter time (from, to), fewer words in groupBy, no include=histogram, or a smaller limit. " +
  "A compressed answer (Accept-Encoding: br, gzip) may hold several times as much.";

/** The error for an answer that exceeds the host's size limit. */
export function tooLarge(): ProblemError {
  return new ProblemError("answer-too-large", { detail: NARROWER });
}
