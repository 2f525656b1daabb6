import { setTimeout as sleep } from "node:timers/promises";

/** The answer to a request. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string;
}

/** Sends a GET request; JSON bodies are parsed. */
export async function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const response = await fetch(url, { headers, redirect: "manual" });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text), text };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Fields that depend on the time of the request. */
const MOVING: ReadonlySet<string> = new Set(["asOf", "elapsedMs"]);

/** An answer without the fields that depend on the time of the request. */
export function timeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(timeless);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (MOVING.has(key) ? [] : [[key, timeless(inner)]])),
  );
}

/** Polls until the answer is accepted. @throws Error with the last answer on time-out */
export async function until<T>(
  ask: () => Promise<T>,
  holds: (answer: T) => boolean,
  timeoutMs: number,
): Promise<T> {
  const giveUpAtMs = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > giveUpAtMs) {
      throw new Error(`still not so after ${timeoutMs / 1000} s: ${JSON.stringify(answer)?.slice(0, 2_000)}`);
    }
    await sleep(1_000);
  }
}
