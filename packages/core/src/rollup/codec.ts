import { UNMEASURED_REASONS } from "../durations/index.ts";
import { MEASURES } from "../durations/measurement.ts";
import { ByteReader, ByteWriter } from "../histogram/byte-codec.ts";
import { readHistogram, writeHistogram } from "../histogram/codec.ts";
import { OUTCOMES } from "../vocabulary/deployment.ts";
import { FAILURE_CAUSES, type ModelVersion } from "../vocabulary/signal.ts";
import {
  countKey,
  type DeploymentCount,
  modelKey,
  type Rollup,
  type RollupSeries,
  seriesKey,
} from "./index.ts";

/** Format 1 was JSON. */
const FORMAT = 2;

// Words are written as their places in these lists: a list that changes but at its end needs another format.
const COUNTED = ["open", ...OUTCOMES] as const;
const CAUSES = [null, ...FAILURE_CAUSES] as const;
const SCOPES = ["all", "no_model"] as const;
// How many words each list has room for.
const COUNTED_ROOM = 16;
const CAUSE_ROOM = 64;
const MEASURE_ROOM = 16;

// What the times of a series begin with: they are those over all models, or some times may not count.
const SAME = 1;
const UNMEASURED = 2;
const NOTHING: RollupSeries["unmeasured"] = {};

type Times = Pick<RollupSeries, "histogram" | "unmeasured">;
type PlaceOf = (model: ModelVersion) => number;

/**
 * Packs a rollup into bytes; equal rollups give equal bytes.
 *
 * Models come first, then counts, then series. Each count and each series has a number, made of the places of its words, and
 * is written as the distance from the number before: they ascend, and none is there twice. A model's series that says what
 * the one over all models says is one more byte; a day with one model is full of them.
 *
 * @example
 * encodeRollup(emptyRollup()); // Uint8Array [2, 0, 0, 0]
 */
export function encodeRollup(rollup: Rollup): Uint8Array {
  const writer = new ByteWriter();
  const models = modelsOf(rollup);
  const places = new Map([...models.keys()].map((key, place) => [key, place]));
  const placeOf: PlaceOf = (model) => places.get(modelKey(model)) ?? 0;
  writer.integer(FORMAT);
  writer.integer(models.size);
  for (const { name, version } of models.values()) {
    writer.text(name);
    writer.text(version);
  }
  const counts = numbered(rollup.counts.values(), (one) => countNumber(one, placeOf));
  writer.integer(counts.length);
  for (const { step, entry } of counts) {
    writer.integer(step);
    writer.integer(entry.deployments);
  }
  const series = numbered(rollup.series.values(), (one) => seriesNumber(one, placeOf));
  const overall = new Map<string, string>();
  writer.integer(series.length);
  for (const { step, entry } of series) {
    const key = seriesKey(entry.outcome, entry.measure, null);
    const times = encodeTimes(entry);
    const isSame = entry.model !== null && overall.get(key) === times.join();
    if (entry.model === null) overall.set(key, times.join());
    writer.integer(step);
    if (isSame) writer.integer(SAME);
    else writer.append(times);
  }
  return writer.bytes();
}

/**
 * Reads what {@link encodeRollup} made.
 *
 * The series are decoded when they are asked for, each time anew: a project's statistics pass thousands of rollups, and to
 * keep all of these in memory at once takes longer than to decode them.
 *
 * @throws DecodeError when it is anything else; of what is wrong with the series, when they are asked for.
 */
export function decodeRollup(bytes: Uint8Array): Rollup {
  const reader = new ByteReader("rollup", bytes);
  const format = reader.integer();
  if (format !== FORMAT) reader.fail(`its format is ${format}, and this version reads ${FORMAT}`);
  const models = readModels(reader);
  const counts = readCounts(reader, models);
  const { at } = reader;
  return {
    counts,
    get series() {
      return readSeries(new ByteReader("rollup", bytes, at), models);
    },
  };
}

interface KnownModel {
  readonly key: string;
  readonly version: ModelVersion;
}

function readSeries(reader: ByteReader, models: readonly KnownModel[]): Map<string, RollupSeries> {
  const series = new Map<string, RollupSeries>();
  const overall: Times[] = [];
  let number = -1;
  for (let left = reader.integer(); left > 0; left--) {
    number += readStep(reader);
    const kind = number % (MEASURE_ROOM * COUNTED_ROOM);
    const outcome = OUTCOMES[Math.floor(kind / MEASURE_ROOM)] ?? reader.fail("unknown outcome");
    const measure = MEASURES[kind % MEASURE_ROOM] ?? reader.fail("unknown measure");
    const place = Math.floor(number / (MEASURE_ROOM * COUNTED_ROOM));
    const model = place === 0 ? null : modelAt(reader, models, place - 1);
    const head = reader.integer();
    const times =
      head === SAME && model !== null
        ? (overall[kind] ?? reader.fail("a series is like one that is not there"))
        : readTimes(reader, head);
    if (model === null) overall[kind] = times;
    const { histogram, unmeasured } = times;
    const one = { outcome, measure, model: model?.version ?? null, histogram, unmeasured };
    series.set(seriesKey(outcome, measure, null) + (model?.key ?? ""), one);
  }
  reader.end();
  return series;
}

function countNumber({ scope, outcome, cause }: DeploymentCount, placeOf: PlaceOf): number {
  const scopePlace = typeof scope === "string" ? SCOPES.indexOf(scope) : SCOPES.length + placeOf(scope);
  return (scopePlace * COUNTED_ROOM + COUNTED.indexOf(outcome)) * CAUSE_ROOM + CAUSES.indexOf(cause);
}

function seriesNumber({ model, outcome, measure }: RollupSeries, placeOf: PlaceOf): number {
  const modelPlace = model === null ? 0 : 1 + placeOf(model);
  return (modelPlace * COUNTED_ROOM + OUTCOMES.indexOf(outcome)) * MEASURE_ROOM + MEASURES.indexOf(measure);
}

function numbered<Entry>(
  entries: Iterable<Entry>,
  numberOf: (entry: Entry) => number,
): { readonly step: number; readonly entry: Entry }[] {
  const ascending = [...entries]
    .map((entry) => ({ number: numberOf(entry), entry }))
    .sort((a, b) => a.number - b.number);
  return ascending.map(({ number, entry }, i) => ({
    step: number - (ascending[i - 1]?.number ?? -1),
    entry,
  }));
}

function readStep(reader: ByteReader): number {
  const step = reader.integer();
  return step === 0 ? reader.fail("an entry is there twice") : step;
}

function readModels(reader: ByteReader): KnownModel[] {
  const models: KnownModel[] = [];
  for (let left = reader.integer(); left > 0; left--) {
    const version = { name: reader.text(), version: reader.text() };
    const key = modelKey(version);
    if (key <= (models.at(-1)?.key ?? "")) reader.fail("its models are not in order");
    models.push({ key, version });
  }
  return models;
}

function modelAt(reader: ByteReader, models: readonly KnownModel[], place: number): KnownModel {
  return models[place] ?? reader.fail(`it has no model ${place}`);
}

function readCounts(reader: ByteReader, models: readonly KnownModel[]): Map<string, DeploymentCount> {
  const counts = new Map<string, DeploymentCount>();
  let number = -1;
  for (let left = reader.integer(); left > 0; left--) {
    number += readStep(reader);
    const outcome = COUNTED[Math.floor(number / CAUSE_ROOM) % COUNTED_ROOM] ?? reader.fail("unknown outcome");
    const cause = CAUSES[number % CAUSE_ROOM];
    if (cause === undefined) reader.fail("unknown cause");
    const place = Math.floor(number / (CAUSE_ROOM * COUNTED_ROOM));
    const scope = SCOPES[place] ?? modelAt(reader, models, place - SCOPES.length).version;
    const deployments = reader.integer();
    if (deployments === 0) reader.fail("a count is 0");
    const one = { outcome, cause, scope, deployments };
    counts.set(countKey(one), one);
  }
  return counts;
}

function encodeTimes({ histogram, unmeasured }: Times): Uint8Array {
  const writer = new ByteWriter();
  const reasons = UNMEASURED_REASONS.map((reason) => unmeasured[reason] ?? 0);
  const mask = reasons.reduce((bits, count, i) => bits + (count === 0 ? 0 : 2 ** i), 0);
  writer.integer(mask === 0 ? 0 : UNMEASURED);
  writeHistogram(writer, histogram);
  if (mask === 0) return writer.bytes();
  writer.integer(mask);
  for (const count of reasons) if (count !== 0) writer.integer(count);
  return writer.bytes();
}

function readTimes(reader: ByteReader, head: number): Times {
  if (head !== 0 && head !== UNMEASURED) reader.fail(`a series begins with ${head}`);
  const histogram = readHistogram(reader);
  if (head === 0) {
    if (histogram.count === 0) reader.fail("a series is empty");
    return { histogram, unmeasured: NOTHING };
  }
  const mask = reader.integer();
  if (mask === 0 || mask >= 2 ** UNMEASURED_REASONS.length) reader.fail("unknown reason");
  const unmeasured: Partial<Record<(typeof UNMEASURED_REASONS)[number], number>> = {};
  for (const [i, reason] of UNMEASURED_REASONS.entries()) {
    if (Math.floor(mask / 2 ** i) % 2 === 0) continue;
    const count = reader.integer();
    if (count === 0) reader.fail("a count is 0");
    unmeasured[reason] = count;
  }
  return { histogram, unmeasured };
}

function modelsOf({ counts, series }: Rollup): ReadonlyMap<string, ModelVersion> {
  const found = new Map<string, ModelVersion>();
  for (const { scope } of counts.values()) if (typeof scope !== "string") found.set(modelKey(scope), scope);
  for (const { model } of series.values()) if (model !== null) found.set(modelKey(model), model);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
