import { setTimeout as sleep } from "node:timers/promises";
import type { Language } from "@deploy-lens/core/vocabulary/labels";

export type { Channel } from "./channels/channel.ts";

import { ForbiddenAddressError } from "./address.ts";
import type { Channel, Reception } from "./channels/channel.ts";
import type { DeploymentNotice } from "./notice.ts";
import { post, type Reach } from "./post.ts";

export interface DeliveryOptions {
  readonly language: Language;
  readonly reach: Reach;
  /** Waits between attempts, ms; a recipient's own `Retry-After` counts where it is longer. */
  readonly waitsMs: readonly number[];
  readonly now?: () => number;
  readonly signal?: AbortSignal;
}

/** The end of a delivery. */
export interface DeliveryEnd {
  readonly accepted: boolean;
  readonly attempts: number;
  /** Why the last attempt was not accepted; `null` if it was. */
  readonly reason: string | null;
}

/**
 * Tells one recipient: sends the same body until it is accepted, refused for good, or the waits are used up.
 *
 * @example
 * await sendNotice(notice, channelOf(url, [secret]), { language: "en", reach: "public", waitsMs: [5_000, 60_000] });
 * // { accepted: true, attempts: 2, reason: null }
 */
export async function sendNotice(
  notice: DeploymentNotice,
  channel: Channel,
  { language, reach, waitsMs, now = Date.now, signal }: DeliveryOptions,
): Promise<DeliveryEnd> {
  const body = channel.body(notice, language);
  for (let attempts = 1; ; attempts++) {
    const reception = await attempt(channel, body, notice, now(), reach);
    if (reception.is === "accepted") return { accepted: true, attempts, reason: null };
    const waitMs = waitsMs[attempts - 1];
    if (reception.is === "refused" || waitMs === undefined)
      return { accepted: false, attempts, reason: reception.reason };
    await sleep(Math.max(waitMs, reception.afterMs ?? 0), undefined, signal === undefined ? {} : { signal });
  }
}

async function attempt(
  channel: Channel,
  body: string,
  notice: DeploymentNotice,
  nowMs: number,
  reach: Reach,
): Promise<Reception> {
  try {
    return channel.receptionOf(await post(channel.request(body, notice, nowMs), reach));
  } catch (error) {
    if (error instanceof ForbiddenAddressError) return { is: "refused", reason: error.message };
    return { is: "later", reason: reasonOf(error), afterMs: null };
  }
}

/** Without the address, which is a secret of chat bots. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "no answer within 10 s";
  return "code" in error ? `no answer (${String(error.code)})` : "no answer";
}
