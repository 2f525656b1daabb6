import { type CheckedSearch, oneOf, type RejectedParameter } from "../search/check-search.ts";

export const RANGES = { "24h": 1, "7d": 7, "14d": 14, "30d": 30, "90d": 90 } as const;
export type Range = keyof typeof RANGES;
export const RANGE_NAMES = ["24h", "7d", "14d", "30d", "90d"] as const satisfies readonly Range[];
export const USUAL_RANGE: Range = "30d";

/** The parameters that choose a page's window. */
export const RangeFields = {
  range: oneOf(RANGE_NAMES),
  /** A window in UTC days instead of a range: includes `from`, excludes `to`. */
  from: isDay,
  to: isDay,
};

/** A window as the address has it. */
export interface RangeSearch {
  readonly range?: Range | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** True for a calendar day, `2026-02-28`. */
function isDay(text: string): boolean {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  // Some browsers read the 30th of February as a day in March.
  return !Number.isNaN(atMs) && dayText(atMs) === text;
}

/** A parsed `compare` parameter. */
export type Comparison =
  | { readonly with: "none" | "previous" }
  | { readonly with: "window"; readonly from: string; readonly to: string }
  | { readonly with: "model"; readonly model: string };

/**
 * Parses the `compare` parameter; `null` if invalid.
 *
 * @example
 * parseComparison("2026-10-01/2026-10-08"); // { with: "window", from: "2026-10-01", to: "2026-10-08" }
 */
export function parseComparison(text: string): Comparison | null {
  if (text === "none" || text === "previous") return { with: text };
  const [, model] = /^model:(.{1,256})$/u.exec(text) ?? [];
  if (model !== undefined) return { with: "model", model };
  const [from, to, more] = text.split("/");
  if (from === undefined || to === undefined || more !== undefined) return null;
  return isDay(from) && isDay(to) && from < to ? { with: "window", from, to } : null;
}

export function isComparison(text: string): boolean {
  return parseComparison(text) !== null;
}

/** Rejects a window that ends before it starts. */
export function withoutEmptyWindow<Search extends RangeSearch>(
  checked: CheckedSearch<Search>,
): CheckedSearch<Search> {
  const { from, to } = checked.search;
  if (from === undefined || to === undefined || from < to) return checked;
  const rejected: RejectedParameter[] = [
    { name: "from", text: from },
    { name: "to", text: to },
  ];
  return {
    search: { ...checked.search, from: undefined, to: undefined },
    rejected: [...checked.rejected, ...rejected],
  };
}

const DAY_MS = 86_400_000;

/** The next day: `to` of a window with this last day. */
export function dayAfter(day: string): string {
  return dayText(Date.parse(day) + DAY_MS);
}

export function dayBefore(day: string): string {
  return dayText(Date.parse(day) - DAY_MS);
}

function dayText(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/**
 * The days of a range, including today; the initial values of the date fields.
 *
 * @example
 * daysOf({ range: "7d" }, Date.UTC(2026, 10, 28, 15)); // { from: "2026-11-22", to: "2026-11-29" }
 */
export function daysOf(search: RangeSearch, nowMs: number): { from: string; to: string } {
  const to = search.to ?? dayAfter(dayText(nowMs));
  return { from: search.from ?? dayText(Date.parse(to) - RANGES[search.range ?? USUAL_RANGE] * DAY_MS), to };
}

export function windowKey({ range, from, to }: RangeSearch): RangeSearch {
  return { range, from, to };
}

/** True for the window that a page has without being asked for another. */
export function isUsualRange({ range, from, to }: RangeSearch): boolean {
  return (range === undefined || range === USUAL_RANGE) && from === undefined && to === undefined;
}

/** True if the windows overlap, in which case comparing them says nothing about a change. */
export function isOverlapping(
  compared: { readonly from: string; readonly to: string },
  { fromMs, toMs }: TimeWindow,
): boolean {
  return Date.parse(compared.to) > fromMs && (toMs === null || Date.parse(compared.from) < toMs);
}

const STEP_MS = 300_000;

/** Epoch ms; `toMs` is `null` for now. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number | null;
}

/**
 * The window of a URL. Ranges start on whole five minutes, so that repeated requests are equal and can be cached.
 *
 * @example
 * windowOf({ range: "7d" }, Date.now()); // { fromMs: …, toMs: null }
 */
export function windowOf(search: RangeSearch, nowMs: number): TimeWindow {
  const toMs = search.to === undefined ? null : Date.parse(search.to);
  if (search.from !== undefined) return { fromMs: Date.parse(search.from), toMs };
  const days = RANGES[search.range ?? USUAL_RANGE];
  const endMs = toMs ?? Math.floor(nowMs / STEP_MS) * STEP_MS;
  return { fromMs: endMs - days * DAY_MS, toMs };
}

/** The window of a URL as query parameters. Ranges end now. */
export function windowRequest(search: RangeSearch, nowMs: number): { from: number; to?: number } {
  const { fromMs, toMs } = windowOf(search, nowMs);
  return toMs === null ? { from: fromMs } : { from: fromMs, to: toMs };
}
