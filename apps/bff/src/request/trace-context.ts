import { randomBytes } from "node:crypto";

/** Random bytes for ids, fetched in bulk: one system call per two hundred requests. */
let pool = randomBytes(0);
let used = 0;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    pool = randomBytes(4_096);
    used = 0;
  }
  used += bytes;
  return pool.toString("hex", used - bytes, used);
}

/** A W3C trace context whose parent is this request. Source: W3C Trace Context, section 3.2. */
export interface TraceContext {
  readonly traceId: string;
  readonly traceparent: string;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * Continues a caller's trace, or starts one when the header is missing or invalid. The sampled flag is passed on but
 * not acted on: any caller could set it on every request.
 */
export function continueTrace(header: string | undefined): TraceContext {
  const [, version, traceId = "", parentId, flags = "00", rest] = TRACEPARENT.exec(header ?? "") ?? [];
  const valid =
    version !== undefined &&
    version !== "ff" &&
    (version !== "00" || rest === undefined) &&
    /[^0]/.test(traceId) &&
    /[^0]/.test(parentId ?? "");
  const fresh = randomHex(valid ? 8 : 24);
  const id = valid ? traceId : fresh.slice(16);
  const sampled = valid ? (Number.parseInt(flags, 16) & 1).toString(16).padStart(2, "0") : "00";
  return { traceId: id, traceparent: `00-${id}-${fresh.slice(0, 16)}-${sampled}` };
}
