/** A rule's report that durations became longer: the index of the first such run, and of the run after which it reports. */
export interface Alarm {
  readonly at: number;
  readonly toldAt: number;
}

/**
 * Two windows and a t-test, as Mozilla's Perfherder compares builds: 24 runs before, 12 after, an alarm where Student's t
 * exceeds 7. The next alarm needs windows that begin after the last one.
 */
export function tTestOnWindows(durationsMs: readonly number[]): Alarm[] {
  const alarms: Alarm[] = [];
  for (let at = 24; at + 12 <= durationsMs.length; at++) {
    const before = momentsOf(durationsMs.slice(at - 24, at));
    const after = momentsOf(durationsMs.slice(at, at + 12));
    const pooled = (23 * before.variance + 11 * after.variance) / 34;
    const t = (after.mean - before.mean) / Math.sqrt(pooled * (1 / 24 + 1 / 12));
    if (t <= 7) continue;
    alarms.push({ at, toldAt: at + 11 });
    at += 23;
  }
  return alarms;
}

/** An alarm where a run exceeds the mean of the 30 before it by two deviations. */
export function twoSigma(durationsMs: readonly number[]): Alarm[] {
  return durationsMs.flatMap((ms, i) => {
    if (i < 30) return [];
    const { mean, variance } = momentsOf(durationsMs.slice(i - 30, i));
    return ms > mean + 2 * Math.sqrt(variance) ? [{ at: i, toldAt: i }] : [];
  });
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}
