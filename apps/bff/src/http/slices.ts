import { setImmediate } from "node:timers/promises";

/** Work that can be suspended after each step. */
export type Steps<Value> = Generator<undefined, Value, undefined>;

/** Ms. Other requests wait at most this long plus one step. */
const SLICE_MS = 5;

/** Runs work to its end and yields to the event loop in between, so that other callers are served. */
export async function inSlices<Value>(steps: Steps<Value>, signal?: AbortSignal): Promise<Value> {
  let sinceMs = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - sinceMs < SLICE_MS) continue;
    await setImmediate();
    signal?.throwIfAborted();
    sinceMs = performance.now();
  }
}

/** Like `JSON.stringify`, one array element at a time. */
export function* jsonInSteps(value: unknown): Steps<string> {
  if (Array.isArray(value)) {
    const items: string[] = [];
    for (const item of value) {
      items.push(JSON.stringify(item));
      yield;
    }
    return `[${items.join(",")}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields: string[] = [];
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined) fields.push(`${JSON.stringify(name)}:${yield* jsonInSteps(field)}`);
  }
  return `{${fields.join(",")}}`;
}
