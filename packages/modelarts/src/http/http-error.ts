import { parseUpstreamError } from "@deploy-lens/core/upstream/errors";
import {
  type HttpFailure,
  type RequestLabel,
  UpstreamAuthError,
  UpstreamHttpError,
  UpstreamNotFoundError,
  UpstreamThrottledError,
} from "../errors/index.ts";
import { type Secret, scrub } from "../settings/credentials.ts";
import { parseHttpDate, parseRetryAfter } from "./answer.ts";
import { type Answer, type HeaderFields, jsonOrUndefined } from "./send.ts";

const MAX_MESSAGE_LENGTH = 500;
/** Signatures are refused when their date is 15 minutes off; a third of that is worth mentioning. */
const NOTABLE_CLOCK_SKEW_MS = 5 * 60_000;

/** Builds the error for an unsuccessful answer, with this client's `secrets` scrubbed from the upstream's text. */
export function httpError(
  label: RequestLabel,
  answer: Answer,
  secrets: readonly Secret[],
  nowMs: number,
): UpstreamHttpError {
  const failure = readFailure(answer, secrets, nowMs);
  switch (answer.status) {
    case 401:
    case 403:
      return new UpstreamAuthError(label, failure, clockHint(answer.headers, nowMs));
    case 404:
      return new UpstreamNotFoundError(label, failure);
    case 429:
      return new UpstreamThrottledError(label, failure);
    default:
      return new UpstreamHttpError(label, failure);
  }
}

function readFailure(answer: Answer, secrets: readonly Secret[], nowMs: number): HttpFailure {
  const parsed = parseUpstreamError(jsonOrUndefined(answer.text));
  const clean = (text: string | null) => (text === null ? null : printable(scrub(text, secrets)));
  const code = clean(parsed.code);
  return {
    status: answer.status,
    code: code !== null && /^[\w.-]{1,60}$/.test(code) ? code : null,
    upstreamMessage: clean(parsed.message),
    requestId: clean(answer.headers.get("x-request-id") ?? parsed.requestId),
    retryAfterMs: parseRetryAfter(answer.headers, nowMs),
  };
}

/** Makes a text a single line of bounded length, without control or invisible characters. */
function printable(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH)}…` : line;
}

function clockHint(headers: HeaderFields, nowMs: number): string {
  const serverMs = parseHttpDate(headers.get("date") ?? "");
  if (serverMs === null || Math.abs(serverMs - nowMs) < NOTABLE_CLOCK_SKEW_MS) return "";
  const minutes = Math.round(Math.abs(serverMs - nowMs) / 60_000);
  return `; this machine's clock is ${minutes} minutes ${serverMs > nowMs ? "behind" : "ahead of"} the upstream's`;
}
