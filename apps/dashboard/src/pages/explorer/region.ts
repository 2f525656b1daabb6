/** A region of the chart: starts in a half-open window, epoch ms; durations with both ends included. */
export interface Region {
  readonly fromMs: number;
  readonly toMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

const INSTANT = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
const REGION = new RegExp(`^(${INSTANT})/(${INSTANT})/(\\d{1,13})/(\\d{1,13})$`);

/**
 * Parses the address's `region`; `null` if invalid.
 *
 * @example
 * parseRegion("2026-11-28T00:00:00Z/2026-11-28T06:00:00Z/60000/120000"); // six hours, one to two minutes
 */
export function parseRegion(text: string): Region | null {
  const [, from, to, min, max] = REGION.exec(text) ?? [];
  if (from === undefined || to === undefined) return null;
  const region = {
    fromMs: Date.parse(from),
    toMs: Date.parse(to),
    minMs: Number(min),
    maxMs: Number(max),
  };
  return region.fromMs < region.toMs && region.minMs <= region.maxMs ? region : null;
}

export function regionText({ fromMs, toMs, minMs, maxMs }: Region): string {
  const instant = (epochMs: number) => `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
  return [instant(fromMs), instant(toMs), minMs, maxMs].join("/");
}

/** True for a deployment within the region. */
export function isInside(
  region: Region,
  point: { readonly startedAtMs: number; readonly observedMs: number },
): boolean {
  return (
    point.startedAtMs >= region.fromMs &&
    point.startedAtMs < region.toMs &&
    point.observedMs >= region.minMs &&
    point.observedMs <= region.maxMs
  );
}

/** A window, and a range of durations that may be open on either side. */
export interface Bounds {
  readonly from: number;
  readonly to: number;
  readonly minMs?: number | undefined;
  readonly maxMs?: number | undefined;
}

/** The part of the bounds that lies in the region too; `null` if there is none. */
export function narrowedTo(bounds: Bounds, region: Region | null): Bounds | null {
  if (region === null) return bounds;
  const from = Math.max(bounds.from, region.fromMs);
  const to = Math.min(bounds.to, region.toMs);
  const minMs = Math.max(bounds.minMs ?? 0, region.minMs);
  const maxMs = Math.min(bounds.maxMs ?? region.maxMs, region.maxMs);
  return from < to && minMs <= maxMs ? { from, to, minMs, maxMs } : null;
}
