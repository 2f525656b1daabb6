import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { DeploymentDurations } from "@deploy-lens/core/durations";
import type { ServiceEvent, Severity } from "@deploy-lens/core/event/service-event";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { overallRollup, type Rollup, rollupOf, type StartsMs } from "@deploy-lens/core/rollup";
import { decodeRollup, encodeRollup, ROLLUP_FORMAT } from "@deploy-lens/core/rollup/codec";
import type { ServiceFacts } from "./facts.ts";

/**
 * Brotli at 5 is where its curve bends: on a day of deployments 18 % smaller than gzip and 24 % than Zstandard at 3, for a
 * millisecond of work.
 */
const QUALITY = 5;

/** Packs a value of JSON into bytes. */
export function pack(value: unknown): Uint8Array {
  const text = Buffer.from(JSON.stringify(value));
  return brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
  });
}

/** Reverses {@link pack}. @throws Error for any other bytes. */
export function unpack(bytes: Uint8Array): unknown {
  return JSON.parse(brotliDecompressSync(bytes).toString());
}

/** Packed form of facts: each text once, and events as pairs of (ms since the previous event, index of the text). */
type FactsRecord = readonly [
  texts: readonly (readonly [severity: Severity, message: string])[],
  events: readonly number[],
  statuses: readonly (readonly [transitionAtMs: number, status: string])[],
  updates: readonly UpdateLogEntry[],
];

/** Packs facts: about 40 bytes for the first event of a known text and 5 for each similar one after it. */
export function packFacts(facts: ServiceFacts): Uint8Array {
  const places = new Map<string, number>();
  const texts: [Severity, string][] = [];
  const events: number[] = [];
  let previousMs = 0;
  for (const { occurredAtMs, severity, message } of facts.events) {
    const key = `${severity}|${message}`;
    const place = places.get(key) ?? texts.push([severity, message]) - 1;
    places.set(key, place);
    events.push(occurredAtMs - previousMs, place);
    previousMs = occurredAtMs;
  }
  const statuses = facts.statuses.map(({ transitionAtMs, status }) => [transitionAtMs, status] as const);
  return pack([texts, events, statuses, facts.updates] satisfies FactsRecord);
}

/** Reverses {@link packFacts}. @throws Error for any other bytes. */
export function unpackFacts(bytes: Uint8Array): ServiceFacts {
  const [texts, events, statuses, updates] = factsRecord(unpack(bytes));
  return {
    events: eventsOf(texts, events),
    statuses: statuses.map(([transitionAtMs, status]) => ({ status, transitionAtMs })),
    updates,
  };
}

function eventsOf(texts: FactsRecord[0], pairs: readonly number[]): ServiceEvent[] {
  const events: ServiceEvent[] = [];
  let occurredAtMs = 0;
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    occurredAtMs += pairs[i] ?? 0;
    const text = texts[pairs[i + 1] ?? -1];
    if (text === undefined) throw new Error(`event ${i / 2} refers to a text that is not there`);
    events.push({ occurredAtMs, severity: text[0], message: text[1] });
  }
  return events;
}

/** Guarantee: the bytes come from {@link packFacts}, because items of another format are refused before unpacking. */
function factsRecord(value: unknown): FactsRecord {
  return value as FactsRecord;
}

/** A rollup with the starts of its first and last deployment. */
interface PackedRollup {
  readonly startsMs: StartsMs;
  readonly rollup: Rollup;
}

/** Two times as doubles, because a start may be before 1970. */
const STARTS_BYTES = 16;

/**
 * Packs the rollup of at least one deployment: both starts, then the rollup. Not compressed: a day's is 100 to 200 bytes, and
 * decompressing thousands of them dominated the time of a project's statistics.
 */
export function packRollup(contributions: readonly DeploymentDurations[]): Uint8Array {
  const starts = contributions.map(({ startedAtMs }) => startedAtMs);
  const startsMs = [
    starts.reduce((a, b) => Math.min(a, b)),
    starts.reduce((a, b) => Math.max(a, b)),
  ] as const;
  return packStarted({ startsMs, rollup: rollupOf(contributions) });
}

/** Packs a rollup whose starts are known. */
export function packStarted({ startsMs, rollup }: PackedRollup): Uint8Array {
  const encoded = encodeRollup(rollup);
  const packed = new Uint8Array(STARTS_BYTES + encoded.length);
  const view = new DataView(packed.buffer);
  view.setFloat64(0, startsMs[0]);
  view.setFloat64(8, startsMs[1]);
  packed.set(encoded, STARTS_BYTES);
  return packed;
}

/**
 * The share in a project's day of a part without deployments, or of a new one: the rollup of nothing, encoded.
 * Written out, so that readers need not load the encoder.
 */
export const NOTHING_COUNTED = Uint8Array.of(ROLLUP_FORMAT, 0, 0, 0, 0);

/** The share in a project's day of a part with this packed rollup: everything that is not about single models. */
export function countedShare(packed: Uint8Array | null): Uint8Array {
  return packed === null ? NOTHING_COUNTED : encodeRollup(overallRollup(unpackRollup(packed).rollup));
}

/** True if the bytes are in an older format than {@link packRollup} writes. */
export function isOutdatedRollup(bytes: Uint8Array): boolean {
  return bytes[STARTS_BYTES] !== ROLLUP_FORMAT;
}

/** Reverses {@link packRollup}. @throws Error for any other bytes. */
export function unpackRollup(bytes: Uint8Array): PackedRollup {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const startsMs = [view.getFloat64(0), view.getFloat64(8)] as const;
  return { startsMs, rollup: decodeRollup(bytes.subarray(STARTS_BYTES)) };
}
