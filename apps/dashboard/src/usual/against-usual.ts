import type { FiguresAnswer } from "@deploy-lens/api/statistics/deploy-durations";

/** A usual duration and its sample size. */
export interface Usual {
  readonly n: number;
  /** `null` where `n` is too small for a median. */
  readonly p50Ms: number | null;
  /** `null` where `n` is too small for it. */
  readonly p90Ms: number | null;
  readonly relativeError: number;
}

export function usualOf(
  { n, quantiles, lowN }: Pick<FiguresAnswer, "n" | "quantiles" | "lowN">,
  relativeError: number,
): Usual {
  const known = (q: string) => (lowN[q] === true ? null : (quantiles[q] ?? null));
  return { n, p50Ms: known("0.5"), p90Ms: known("0.9"), relativeError };
}

/** A duration compared with the usual one. */
export interface AgainstUsual {
  /** As a multiple of the median. */
  readonly ratio: number;
  /** Whole percent above 0; `longer` gives the direction. */
  readonly percent: number;
  readonly longer: boolean;
  /** True beyond p90, where it deserves attention. */
  readonly unusual: boolean;
}

/** Differences below a second never deserve attention. */
const LEAST_UNUSUAL_MS = 1_000;

/** Percent. Smaller differences count as the same. */
const LEAST_PERCENT = 5;

/**
 * Compares a duration with the usual one: `"same"` if they hardly differ, `null` if the sample is too small.
 *
 * @example
 * againstUsual(395_000, { n: 4, p50Ms: null, p90Ms: null, relativeError: 0 }); // null
 * againstUsual(150_000, { n: 60, p50Ms: 100_000, p90Ms: 130_000, relativeError: 0 });
 * // { ratio: 1.5, percent: 50, longer: true, unusual: true }
 */
export function againstUsual(ms: number, { p50Ms, p90Ms }: Usual): AgainstUsual | "same" | null {
  if (p50Ms === null) return null;
  const ratio = ms / Math.max(1, p50Ms);
  const percent = Math.round(Math.abs(ratio - 1) * 100);
  if (percent < LEAST_PERCENT) return "same";
  return {
    ratio,
    percent,
    longer: ratio > 1,
    unusual: p90Ms !== null && ms > p90Ms && ms - p50Ms >= LEAST_UNUSUAL_MS,
  };
}
