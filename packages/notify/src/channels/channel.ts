import type { Language } from "@deploy-lens/core/vocabulary/labels";
import type { DeploymentNotice } from "../notice.ts";

/** A request to a recipient. The body is made once, so that a retry sends the same bytes. */
export interface NoticeRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The result of one attempt to tell a recipient. */
export type Reception =
  | { readonly is: "accepted" }
  /** Worth another attempt, at the earliest after `afterMs`; `null`: as the schedule says. */
  | { readonly is: "later"; readonly reason: string; readonly afterMs: number | null }
  /** Not worth another attempt. */
  | { readonly is: "refused"; readonly reason: string };

/** A recipient's answer. */
export interface RecipientAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** At most the first 4 KB. */
  readonly body: string;
}

/** A way to tell: how a notice becomes a request, and what an answer means. */
export interface Channel {
  readonly name: "webhook" | "slack" | "feishu" | "dingtalk" | "wecom";
  /**
   * Makes the request of one attempt.
   *
   * @param body as {@link body} made it, the same for each attempt
   */
  request(body: string, notice: DeploymentNotice, nowMs: number): NoticeRequest;
  body(notice: DeploymentNotice, language: Language): string;
  receptionOf(answer: RecipientAnswer): Reception;
}

const LATER: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * The meaning of an HTTP status alone: 2xx accepted; overload and failures of the server later; the rest, redirects among
 * them, refused.
 */
export function receptionOfStatus({ status, retryAfter }: RecipientAnswer): Reception {
  if (status >= 200 && status < 300) return { is: "accepted" };
  const reason = `HTTP ${status}`;
  if (!LATER.has(status)) return { is: "refused", reason };
  return { is: "later", reason, afterMs: retryAfterMs(retryAfter) };
}

function retryAfterMs(text: string | null): number | null {
  if (text === null || !/^\d{1,6}$/.test(text.trim())) return null;
  return Number(text) * 1_000;
}

/** The number in a field of a JSON answer; `null` where there is none. */
export function codeIn(body: string, field: string): number | null {
  try {
    const answer: unknown = JSON.parse(body);
    const value: unknown = typeof answer === "object" && answer !== null ? Reflect.get(answer, field) : null;
    return typeof value === "number" ? value : null;
  } catch {
    return null;
  }
}

/**
 * Shortens a text to a number of bytes in UTF-8, at a character's end.
 *
 * @example
 * withinBytes("拉取镜像", 7); // "拉…"
 */
export function withinBytes(text: string, maxBytes: number): string {
  const encoder = new TextEncoder();
  if (encoder.encode(text).length <= maxBytes) return text;
  const room = maxBytes - encoder.encode("…").length;
  let used = 0;
  let kept = "";
  for (const character of text) {
    used += encoder.encode(character).length;
    if (used > room) break;
    kept += character;
  }
  return `${kept}…`;
}
