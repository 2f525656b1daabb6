import { PROBLEMS, type ProblemName } from "@deploy-lens/api/problems/problem-types";
import { type WireError, wireError } from "@deploy-lens/core/upstream/errors";
import type { ProblemError } from "../request/problem-error.ts";

/**
 * The upstream's own code for each problem, so that ModelArts clients handle it correctly. Source: ModelArts API
 * reference, "Error Codes", and API Gateway, "Error Codes".
 */
const WIRE_CODES: Readonly<Record<ProblemName, string>> = {
  "invalid-parameters": "ModelArts.0107",
  "malformed-request": "APIG.0201",
  "answer-too-large": "ModelArts.0107",
  unauthenticated: "APIG.0301",
  forbidden: "ModelArts.0210",
  "route-not-found": "APIG.0101",
  "project-not-found": "ModelArts.0210",
  "service-not-found": "ModelArts.3502",
  "deployment-not-found": "ModelArts.3502",
  "deployment-open": "ModelArts.0010",
  "finding-not-found": "ModelArts.3502",
  "method-not-allowed": "APIG.0101",
  "not-acceptable": "APIG.0201",
  "content-too-large": "APIG.0201",
  "uri-too-long": "APIG.0201",
  "too-many-requests": "APIG.0308",
  "headers-too-large": "APIG.0201",
  internal: "ModelArts.0010",
  "upstream-refused": "APIG.0202",
  "upstream-invalid": "APIG.0202",
  "upstream-unreachable": "APIG.0202",
  "upstream-throttled": "APIG.0308",
  "upstream-unavailable": "APIG.0202",
  "issuer-unavailable": "APIG.0202",
  overloaded: "APIG.0202",
  "storage-unavailable": "APIG.0202",
  "upstream-timeout": "APIG.0203",
};

/** Status of a wire-compatible error. Throttling is 429 there, as ModelArts clients expect. */
export function wireErrorStatus({ problem }: ProblemError) {
  return problem === "upstream-throttled" ? 429 : PROBLEMS[problem].status;
}

export function wireErrorBody({ problem, detail, wireCode }: ProblemError): WireError {
  const title = `${PROBLEMS[problem].en}.`;
  return wireError(wireCode ?? WIRE_CODES[problem], detail === null ? title : `${title} ${detail}`);
}
