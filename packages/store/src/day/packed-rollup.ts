import type { DeploymentDurations } from "@deploy-lens/core/durations";
import { type Rollup, rollupOf, type StartsMs } from "@deploy-lens/core/rollup";
import { decodeRollup, encodeRollup, ROLLUP_FORMAT } from "@deploy-lens/core/rollup/codec";

/** A rollup with the starts of its first and last deployment. */
export interface PackedRollup {
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
  const encoded = encodeRollup(rollupOf(contributions));
  const starts = contributions.map(({ startedAtMs }) => startedAtMs);
  const packed = new Uint8Array(STARTS_BYTES + encoded.length);
  const view = new DataView(packed.buffer);
  view.setFloat64(
    0,
    starts.reduce((a, b) => Math.min(a, b)),
  );
  view.setFloat64(
    8,
    starts.reduce((a, b) => Math.max(a, b)),
  );
  packed.set(encoded, STARTS_BYTES);
  return packed;
}

/** Whether the bytes are in an older format than {@link packRollup} writes. */
export function isOutdatedRollup(bytes: Uint8Array): boolean {
  return bytes[STARTS_BYTES] !== ROLLUP_FORMAT;
}

/** Reverses {@link packRollup}. @throws Error for any other bytes. */
export function unpackRollup(bytes: Uint8Array): PackedRollup {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const startsMs = [view.getFloat64(0), view.getFloat64(8)] as const;
  return { startsMs, rollup: decodeRollup(bytes.subarray(STARTS_BYTES)) };
}
