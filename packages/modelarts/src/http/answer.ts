import { WireSchemaError } from "@deploy-lens/core/upstream/schema-error";
import { type RequestLabel, UpstreamSchemaError } from "../errors/index.ts";
import type { Answer, HeaderFields } from "./send.ts";

/**
 * Parses the body of a successful answer.
 *
 * @throws UpstreamSchemaError naming the problem and its path if the body is not JSON or not of the documented shape.
 */
export async function parseAnswer<T>(
  label: RequestLabel,
  answer: Answer,
  parse: (body: unknown) => T | Promise<T>,
): Promise<T> {
  const body = answer.json();
  try {
    return await parse(body);
  } catch (error) {
    if (!(error instanceof WireSchemaError)) throw error;
    throw schemaError(label, error, answer);
  }
}

/** Safe to show: paths consist of the upstream's keys, and none of its values is quoted. */
function schemaError(label: RequestLabel, error: WireSchemaError, answer: Answer): UpstreamSchemaError {
  return new UpstreamSchemaError(label, error.message, answer.headers.get("x-request-id"));
}

/**
 * Parses `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3), to ms from now; `null` if it is missing or malformed.
 * A date is compared with the server's own clock, if it sends a `Date` header.
 *
 * @example
 * parseRetryAfter(new Headers({ "retry-after": "3" }), Date.now()); // 3000
 * parseRetryAfter(new Headers({ "retry-after": "Wed, 21 Oct 2026 07:28:05 GMT" }), Date.UTC(2026, 9, 21, 7, 28)); // 5000
 */
export function parseRetryAfter(headers: HeaderFields, nowMs: number): number | null {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const atMs = parseHttpDate(text);
  if (atMs === null) return null;
  return Math.max(0, atMs - (parseHttpDate(headers.get("date") ?? "") ?? nowMs));
}

/** Parses `Wed, 21 Oct 2026 07:28:00 GMT` to epoch ms; `null` for any other format. */
export function parseHttpDate(text: string): number | null {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs;
}
