import type { Problem } from "@deploy-lens/api/problems/problem";
import { ApiError, NetworkError, UnexpectedAnswerError } from "./errors.ts";
import { retryAfterMs } from "./retry-after.ts";
import type { CallAttempt, CallOptions, CallTransport } from "./transport.ts";

/** Sends one request and reads its answer. An unchanged answer comes from the cache. */
export async function sendRequest(
  transport: CallTransport,
  attempt: CallAttempt,
  call: CallOptions,
): Promise<unknown> {
  const { url, accept, token, signal } = attempt;
  const key = `${accept} ${transport.language ?? ""} ${url}`;
  const cached = transport.cache.get(key);
  const headers: Record<string, string> = { accept };
  if (transport.language !== undefined) headers["accept-language"] = transport.language;
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (cached !== undefined) headers["if-none-match"] = cached.etag;

  const response = await orNetworkError(url, () => transport.fetch(url, { headers, signal }));
  call.onResponse?.(response);
  if (response.status === 304 && cached !== undefined) return cached.value;
  if (!response.ok) throw await apiErrorOf(url, response, transport.now());

  const type = response.headers.get("content-type")?.split(";")[0]?.trim();
  if (type !== accept)
    throw new UnexpectedAnswerError(`GET ${url}: answered with ${type ?? "no type"}, not ${accept}`);
  const text = await orNetworkError(url, () => response.text());
  const value = accept === "application/json" ? parseJson(url, text) : text;
  const etag = response.headers.get("etag");
  if (etag !== null) transport.cache.set(key, { etag, value });
  return value;
}

async function orNetworkError<Value>(url: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (cause) {
    throw new NetworkError(url, { cause });
  }
}

function parseJson(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnexpectedAnswerError(`GET ${url}: answered with what is not JSON`, { cause });
  }
}

/** Reads an error answer: the API's own problem, or whatever a gateway in between sent. */
async function apiErrorOf(url: string, response: Response, nowMs: number): Promise<ApiError> {
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
