import { rollupOf } from "@deploy-lens/core/rollup";
import { decodeRollup, encodeRollup } from "@deploy-lens/core/rollup/codec";
import { type DurationStatistics, durationStatistics } from "@deploy-lens/core/statistics";
import { amount, atMost, bytes, type Figure, plain, times } from "@deploy-lens/core/testing/figure";
import { cpuMicros } from "../measure/cpu-time.ts";
import { COLUMNS, contributionsOf, HISTORY_DAYS, HISTORY_WINDOW, historyRows } from "../measure/history.ts";
import { interleave, ratioOf, type Spread, spreadOf, withSpread } from "../measure/samples.ts";
import { createRawRows, type RawRows } from "../peers/raw-rows.ts";
import { createDdSketches, createHdrHistograms } from "../peers/sketches.ts";

/** 10,000, 100,000 and a million deployments. */
const PER_DAY = [111, 1_111, 11_111] as const;
const QUANTILES = [0.5, 0.9, 0.99] as const;
const ROUNDS = 15;
/** A query of a million rows takes a good part of a second. */
const ROUNDS_OF_SQL = 5;

const FLOOR =
  "What grows is the number of buckets that are filled: the more deployments a day has, the more of the rare durations it has seen. Their number is bounded by the histogram, not by the deployments, so the curve flattens; SQL beside it grows with the rows.";

interface StoredDay {
  readonly day: string;
  /** As the table holds it. */
  readonly packed: Uint8Array;
}

/** Percentiles of 90 days as the history behind them grows, beside sketches and beside SQL over raw rows. */
export async function run(): Promise<readonly Figure[]> {
  const [small, middle, large] = [storedDays(PER_DAY[0]), storedDays(PER_DAY[1]), storedDays(PER_DAY[2])];
  const ddSketches = createDdSketches(COLUMNS, historyRows(PER_DAY[2]));
  const fewerDdSketches = createDdSketches(COLUMNS, historyRows(PER_DAY[1]));
  const hdrHistograms = createHdrHistograms(COLUMNS, historyRows(PER_DAY[2]));
  const ours = (days: readonly StoredDay[]) => () => repeated(() => statisticsOf(days));
  const variants = {
    small: ours(small),
    middle: ours(middle),
    large: ours(large),
    ddSketches: () => repeated(() => ddSketches(QUANTILES, 0, HISTORY_DAYS)),
    fewerDdSketches: () => repeated(() => fewerDdSketches(QUANTILES, 0, HISTORY_DAYS)),
    hdrHistograms: () => repeated(() => hdrHistograms(QUANTILES, 0, HISTORY_DAYS)),
  };
  await interleave(variants, 8);
  const samples = await interleave(variants, ROUNDS);
  const growth = ratioOf(samples.large, samples.middle);
  const sketchGrowth = ratioOf(samples.ddSketches, samples.fewerDdSketches);
  using fewRows = createRawRows(COLUMNS, historyRows(PER_DAY[0]));
  using moreRows = createRawRows(COLUMNS, historyRows(PER_DAY[1]));
  using allRows = createRawRows(COLUMNS, historyRows(PER_DAY[2]));
  const percentiles = (rows: RawRows) => () => cpuMicros(() => rows.percentiles(QUANTILES, 0, HISTORY_DAYS));
  const sql = await interleave(
    { small: percentiles(fewRows), middle: percentiles(moreRows), large: percentiles(allRows) },
    ROUNDS_OF_SQL,
  );
  const sqlGrowth = ratioOf(sql.large, sql.middle);
  return [
    {
      ...atMost("a million deployments, of a hundred thousand", growth.median, 1.2, times),
      measured: withSpread(growth, times),
      floor: FLOOR,
      beside: `@datadog/sketches-js, merged in memory, ${withSpread(sketchGrowth, times)}; SQL over raw rows (SQLite) ${withSpread(sqlGrowth, times)}`,
    },
    plain(
      "six measures of 90 days, from packed rollups: of 10 000, 100 000, 1 000 000 deployments",
      [samples.small, samples.middle, samples.large].map((one) => milliseconds(spreadOf(one))).join(", "),
      `SQL over raw rows ${[sql.small, sql.middle, sql.large].map((one) => milliseconds(spreadOf(one))).join(", ")}`,
    ),
    plain(
      "the same of a million, in memory",
      milliseconds(spreadOf(await inMemory(large))),
      `@datadog/sketches-js ${milliseconds(spreadOf(samples.ddSketches))}, hdr-histogram-js ${milliseconds(spreadOf(samples.hdrHistograms))}`,
    ),
    plain(
      "bytes of 90 packed rollups",
      [small, middle, large].map((days) => bytes(sizeOf(days))).join(", "),
      "a page of the table holds 1 MB",
    ),
  ];
}

function storedDays(perDay: number): readonly StoredDay[] {
  return Array.from(historyRows(perDay), (rows, day) => {
    const contributions = contributionsOf(rows, day);
    return { day: contributions[0]?.day ?? "", packed: encodeRollup(rollupOf(contributions)) };
  });
}

function statisticsOf(days: readonly StoredDay[]): DurationStatistics {
  const rollups = days.map(({ day, packed }) => ({
    serviceId: "bench",
    day,
    rollup: decodeRollup(packed),
  }));
  return durationStatistics({ ...HISTORY_WINDOW, quantiles: QUANTILES }, { rollups }, HISTORY_WINDOW.toMs);
}

async function inMemory(days: readonly StoredDay[]): Promise<readonly number[]> {
  const rollups = days.map(({ day, packed }) => {
    const { counts, series } = decodeRollup(packed);
    return { serviceId: "bench", day, rollup: { counts, series } };
  });
  const work = () =>
    durationStatistics({ ...HISTORY_WINDOW, quantiles: QUANTILES }, { rollups }, HISTORY_WINDOW.toMs);
  const { work: samples } = await interleave({ work: () => repeated(work) }, ROUNDS);
  return samples;
}

const TIMES = 5;

function repeated(work: () => unknown): number {
  let done = 0;
  const micros = cpuMicros(() => {
    for (let i = 0; i < TIMES; i++) done += work() === undefined ? 0 : 1;
  });
  return micros / done;
}

function milliseconds({ median }: Spread): string {
  return `${amount(median / 1_000)} ms`;
}

function sizeOf(days: readonly StoredDay[]): number {
  return days.reduce((sum, { packed }) => sum + packed.length, 0);
}
