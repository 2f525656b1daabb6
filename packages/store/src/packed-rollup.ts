import type { DeploymentDurations } from "@deploy-lens/core/durations";
import { type Rollup, rollupOf, type StartsMs } from "@deploy-lens/core/rollup";
import { decodeRollup, encodeRollup, ROLLUP_FORMAT } from "@deploy-lens/core/rollup/codec";

/** A rollup, and when the first and the last of its deployments started. */
export interface PackedRollup {
  readonly startsMs: StartsMs;
  readonly rollup: Rollup;
}

/** Two times as doubles: a start may lie before 1970. */
const STARTS_BYTES = 16;

/**
 * Packs the rollup of at least one deployment: both starts, then the rollup. Not compressed, since a day's is a hundred
 * bytes or two, and unpacking thousands of them was the most of what a project's statistics took.
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

/** Whether {@link packRollup} would write it in another format today. */
export function isOutdatedRollup(bytes: Uint8Array): boolean {
  return bytes[STARTS_BYTES] !== ROLLUP_FORMAT;
}

/** Reads what {@link packRollup} made. @throws Error when the bytes are anything else. */
export function unpackRollup(bytes: Uint8Array): PackedRollup {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const startsMs = [view.getFloat64(0), view.getFloat64(8)] as const;
  return { startsMs, rollup: decodeRollup(bytes.subarray(STARTS_BYTES)) };
}
