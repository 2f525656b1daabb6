import { DDSketch } from "@datadog/sketches-js";
import { build, type Histogram } from "hdr-histogram-js";
import type { Row } from "./raw-rows.ts";

/** A sketch of each column, day by day; percentiles over some days by merging. */
export type DailySketches = (
  quantiles: readonly number[],
  firstDay: number,
  days: number,
) => readonly number[][];

/** With `@datadog/sketches-js`, as accurate as our histogram. */
export function createDdSketches(columns: number, days: Iterable<readonly Row[]>): DailySketches {
  const sketch = () => new DDSketch({ relativeAccuracy: 0.0109 });
  const daily = dailyOf(columns, days, sketch, (one, ms) => one.accept(ms));
  return (quantiles, firstDay, length) =>
    columnsOf(columns, daily, firstDay, length, sketch, (sum, one) => sum.merge(one)).map((sum) =>
      quantiles.map((q) => sum.getValueAtQuantile(q)),
    );
}

/** With `hdr-histogram-js`, two significant digits. */
export function createHdrHistograms(columns: number, days: Iterable<readonly Row[]>): DailySketches {
  const histogram = (): Histogram =>
    build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: 7 * 86_400_000,
      numberOfSignificantValueDigits: 2,
    });
  const daily = dailyOf(columns, days, histogram, (one, ms) => one.recordValue(ms));
  return (quantiles, firstDay, length) =>
    columnsOf(columns, daily, firstDay, length, histogram, (sum, one) => sum.add(one)).map((sum) =>
      quantiles.map((q) => sum.getValueAtPercentile(100 * q)),
    );
}

function dailyOf<Sketch>(
  columns: number,
  days: Iterable<readonly Row[]>,
  create: () => Sketch,
  add: (sketch: Sketch, ms: number) => void,
): Sketch[][] {
  return Array.from(days, (rows) => {
    const sketches = Array.from({ length: columns }, create);
    for (const row of rows) for (const [i, sketch] of sketches.entries()) add(sketch, row[i] ?? 0);
    return sketches;
  });
}

function columnsOf<Sketch>(
  columns: number,
  daily: readonly (readonly Sketch[])[],
  firstDay: number,
  length: number,
  create: () => Sketch,
  merge: (sum: Sketch, one: Sketch) => void,
): Sketch[] {
  return Array.from({ length: columns }, (_, i) => {
    const sum = create();
    for (const sketches of daily.slice(firstDay, firstDay + length)) {
      const one = sketches[i];
      if (one !== undefined) merge(sum, one);
    }
    return sum;
  });
}
