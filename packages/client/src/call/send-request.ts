import { NetworkError, UnexpectedAnswerError } from "./errors.ts";
import { apiErrorOf } from "./problem-answer.ts";
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
