/**
 * Rounds a duration to the digits that its error bound supports.
 *
 * @param relativeError error bound relative to the value; 0 if exact
 * @example
 * roundedMs(199_952, 0.011); // 200_000, since it may be off by 2.2 s
 * roundedMs(150_942, 0.011); // 151_000: it may be off by 1.7 s, so tenths would say nothing
 * roundedMs(56_642, 0.011); // 56_600
 */
export function roundedMs(ms: number, relativeError: number): number {
  const offMs = ms * relativeError;
  if (offMs < 1) return ms;
  const stepMs = 10 ** Math.floor(Math.log10(offMs));
  return Math.round(ms / stepMs) * stepMs;
}
