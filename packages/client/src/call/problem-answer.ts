import type { Problem } from "@deploy-lens/api/problems/problem";
import { ApiError } from "./errors.ts";
import { retryAfterMs } from "./retry-after.ts";

/** Reads an error answer: the API's own problem, or whatever a gateway in between sent. */
export async function apiErrorOf(url: string, response: Response, nowMs: number): Promise<ApiError> {
  const body = await response.json().catch(() => null);
  const problem = isProblem(body) ? body : foreignProblem(response, body);
  return new ApiError(url, problem, retryAfterMs(response.headers.get("retry-after"), nowMs));
}

function isProblem(body: unknown): body is Problem {
  return (
    isRecord(body) &&
    typeof body.type === "string" &&
    typeof body.title === "string" &&
    typeof body.status === "number" &&
    typeof body.requestId === "string"
  );
}

function foreignProblem({ status, statusText, headers }: Response, body: unknown): Problem {
  const said = isRecord(body) && typeof body.message === "string" ? body.message : undefined;
  return {
    type: "about:blank",
    title: statusText || `HTTP ${status}`,
    status,
    requestId: headers.get("x-request-id") ?? headers.get("apigw-requestid") ?? "unknown",
    ...(said === undefined ? {} : { detail: said }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
