import * as z from "zod/mini";
import { OUTCOMES } from "./deployment.ts";
import { UNMEASURED_REASONS } from "./durations.ts";
import { DecodeError, expectation } from "./durations-decode-error.ts";
import { MEASURES } from "./durations-measurement.ts";
import { decodeHistogram, encodeHistogram } from "./histogram-codec.ts";
import { countKey, type DeploymentCount, type Rollup, type RollupSeries, seriesKey } from "./rollup.ts";
import { FAILURE_CAUSES, type ModelVersion } from "./signal.ts";

const FORMAT = 1;
const count = z.int().check(z.positive());
const model = z.int().check(z.nonnegative());
const reasons = z.partialRecord(z.enum(UNMEASURED_REASONS), count);
const format = z.literal(FORMAT, { error: `the format is not ${FORMAT}, the one that this version reads` });

const encodedRollup = z.tuple([
  format,
  z.array(z.tuple([z.string(), z.string()])),
  z.array(
    z.tuple([
      z.enum([...OUTCOMES, "open"]),
      z.nullable(z.enum(FAILURE_CAUSES)),
      z.union([z.literal("all"), z.literal("no_model"), model]),
      count,
    ]),
  ),
  z.array(z.tuple([z.enum(OUTCOMES), z.enum(MEASURES), z.nullable(model), z.string(), reasons])),
]);

/**
 * A rollup as a JSON array without field names:
 *
 * `[format, [[model, version], …], [[outcome, cause, scope, n], …], [[outcome, measure, model, histogram, unmeasured], …]]`
 *
 * A number for `scope` or `model` is a place in the list of models; `null` means over all models.
 */
export type EncodedRollup = z.infer<typeof encodedRollup>;

/**
 * Makes a rollup compact; equal rollups give equal JSON.
 *
 * @example
 * JSON.stringify(encodeRollup(emptyRollup())); // "[1,[],[],[]]"
 */
export function encodeRollup(rollup: Rollup): EncodedRollup {
  const counts = sorted(rollup.counts);
  const series = sorted(rollup.series);
  const models = modelsOf(counts, series);
  const place = new Map([...models.keys()].map((key, index) => [key, index]));
  const placeOf = (version: ModelVersion): number => place.get(modelKey(version)) ?? -1;
  return [
    FORMAT,
    [...models.values()].map(({ name, version }) => [name, version]),
    counts.map(({ outcome, cause, scope, deployments }) => [
      outcome,
      cause,
      typeof scope === "string" ? scope : placeOf(scope),
      deployments,
    ]),
    series.map(({ outcome, measure, model: of, histogram, unmeasured }) => [
      outcome,
      measure,
      of === null ? null : placeOf(of),
      encodeHistogram(histogram),
      Object.fromEntries(
        UNMEASURED_REASONS.flatMap((key) => (unmeasured[key] ? [[key, unmeasured[key]]] : [])),
      ),
    ]),
  ];
}

/**
 * Reads what {@link encodeRollup} made, typically after `JSON.parse`.
 *
 * @throws DecodeError when it is anything else, naming the place.
 */
export function decodeRollup(encoded: unknown): Rollup {
  const parsed = encodedRollup.safeParse(encoded, { error: expectation });
  if (!parsed.success) throw new DecodeError("rollup", z.prettifyError(parsed.error));
  const [, models, counts, series] = parsed.data;
  const used = new Set<number>();
  const modelAt = (place: number): ModelVersion => {
    used.add(place);
    const [name, version] = models[place] ?? [];
    if (name === undefined || version === undefined)
      throw new DecodeError("rollup", `it has no model ${place}`);
    return { name, version };
  };
  const decodedCounts = new Map<string, DeploymentCount>();
  for (const [outcome, cause, scope, deployments] of counts) {
    const one = { outcome, cause, scope: typeof scope === "string" ? scope : modelAt(scope), deployments };
    decodedCounts.set(countKey(one), one);
  }
  const decodedSeries = new Map<string, RollupSeries>();
  for (const [outcome, measure, place, text, unmeasured] of series) {
    const of = place === null ? null : modelAt(place);
    const histogram = decodeHistogram(text);
    if (histogram.count === 0 && Object.keys(unmeasured).length === 0) {
      throw new DecodeError("rollup", `the series ${outcome} ${measure} is empty`);
    }
    decodedSeries.set(seriesKey(outcome, measure, of), {
      outcome,
      measure,
      model: of,
      histogram,
      unmeasured,
    });
  }
  assertAscending("counts", [...decodedCounts.keys()], counts.length);
  assertAscending("series", [...decodedSeries.keys()], series.length);
  assertAscending(
    "models",
    models.map(([name, version]) => modelKey({ name, version })),
    used.size,
  );
  return { counts: decodedCounts, series: decodedSeries };
}

/** One rollup has one form: its entries ascend by key, each is there once, and no model is listed for nothing. */
function assertAscending(what: string, keys: readonly string[], expected: number): void {
  const ascends = keys.every((key, i) => i === 0 || (keys[i - 1] ?? "") < key);
  if (!ascends || keys.length !== expected) {
    throw new DecodeError("rollup", `its ${what} are not in their one canonical form`);
  }
}

function sorted<Entry>(entries: ReadonlyMap<string, Entry>): Entry[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function modelsOf(
  counts: readonly DeploymentCount[],
  series: readonly RollupSeries[],
): ReadonlyMap<string, ModelVersion> {
  const found = new Map<string, ModelVersion>();
  for (const { scope } of counts) if (typeof scope !== "string") found.set(modelKey(scope), scope);
  for (const { model: of } of series) if (of !== null) found.set(modelKey(of), of);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function modelKey({ name, version }: ModelVersion): string {
  return JSON.stringify([name, version]);
}
