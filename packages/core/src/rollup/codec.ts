import type { UnmeasuredReason } from "../durations/index.ts";
import { ByteReader, ByteWriter, readHistogram, writeHistogram } from "../histogram/codec.ts";
import type { ModelVersion } from "../vocabulary/signal.ts";
import {
  CAUSE_CODES,
  MEASURE_CODES,
  OUTCOME_CODES,
  REASON_CODES,
  type StoredWords,
  storedWords,
} from "./codes.ts";
import {
  countKey,
  type DeploymentCount,
  modelKey,
  type Rollup,
  type RollupSeries,
  seriesKey,
} from "./index.ts";

/** The first byte of a rollup. Format 1 was JSON. Format 2 had less room for words, and no critical path. */
export const ROLLUP_FORMAT = 3;
const FORMERLY = 2;

const OUTCOMES = storedWords(OUTCOME_CODES, 32);
const CAUSES = storedWords(CAUSE_CODES, 128);
const MEASURES = storedWords(MEASURE_CODES, 64);
const REASONS = storedWords(REASON_CODES, 64);
const NO_CAUSE = 0;
/** The subjects of a count that come before the models. */
const SCOPES = ["all", "no_model"] as const;

/** Number of slots of each vocabulary. */
const ROOMS = { outcome: OUTCOMES.slots, cause: CAUSES.slots, measure: MEASURES.slots };
/** Format 2 had codes alone, and numbered the outcomes of series from `success` on. */
const FORMER_ROOMS: typeof ROOMS = { outcome: 16, cause: 64, measure: 16 };

// Bit flags at the beginning of a series' times.
/** The times equal those over all models; excludes the other flags. */
const SAME = 1;
/** Some times are excluded. */
const UNMEASURED = 2;
/** The critical path is not the sum of the times. */
const CRITICAL = 4;
/** The critical path was not counted. */
const NO_CRITICAL = 8;
const NOTHING: RollupSeries["unmeasured"] = {};

type Times = Pick<RollupSeries, "histogram" | "unmeasured" | "criticalMs">;
type PlaceOf = (model: ModelVersion) => number;

/**
 * Packs a rollup into bytes; equal rollups give equal bytes.
 *
 * Models come first, then words without a code, then counts, then series. Each count and each series has a number,
 * made of the codes of its words, and is written as the distance from the previous one: numbers ascend and are
 * unique. A model's series that equals the one over all models takes one byte; a day with one model has many of
 * these.
 *
 * @throws RangeError if it has more words without a code than fit.
 * @example encodeRollup(rollupOf([])); // Uint8Array [3, 0, 0, 0, 0]
 */
export function encodeRollup(rollup: Rollup): Uint8Array {
  const writer = new ByteWriter();
  const models = modelsOf(rollup);
  const places = new Map([...models.keys()].map((key, place) => [key, place]));
  const placeOf: PlaceOf = (model) => places.get(modelKey(model)) ?? 0;
  const words = wordsOf(rollup);
  writer.integer(ROLLUP_FORMAT);
  writer.integer(models.size);
  for (const { name, version } of models.values()) {
    writer.text(name);
    writer.text(version);
  }
  writer.integer(words.length);
  for (const word of words) writer.text(word);
  const counts = numbered(rollup.counts.values(), (one) => countNumber(one, placeOf, words));
  writer.integer(counts.length);
  for (const { step, entry } of counts) {
    writer.integer(step);
    writer.integer(entry.deployments);
  }
  const series = numbered(rollup.series.values(), (one) => seriesNumber(one, placeOf, words));
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
 * Reverses {@link encodeRollup}, for this format and the previous one. Words unknown to this version are preserved.
 *
 * The series are decoded on each access: statistics of a project pass through thousands of rollups, and holding all series
 * in memory takes longer than decoding them.
 *
 * @throws DecodeError for any other content; for errors in the series, on access.
 */
export function decodeRollup(bytes: Uint8Array): Rollup {
  const reader = new ByteReader("rollup", bytes);
  const format = reader.integer();
  if (format !== ROLLUP_FORMAT && format !== FORMERLY) {
    reader.fail(`its format is ${format}, and this version reads ${FORMERLY} and ${ROLLUP_FORMAT}`);
  }
  const models = readModels(reader);
  const layout: Layout = { isFormer: format === FORMERLY, models, words: [] };
  if (!layout.isFormer) for (let left = reader.integer(); left > 0; left--) layout.words.push(reader.text());
  const counts = readCounts(reader, layout);
  const { at } = reader;
  return {
    counts,
    get series() {
      return readSeries(new ByteReader("rollup", bytes, at), layout);
    },
  };
}

interface Layout {
  readonly isFormer: boolean;
  readonly models: readonly KnownModel[];
  readonly words: string[];
}

interface KnownModel {
  readonly key: string;
  readonly version: ModelVersion;
}

function readSeries(reader: ByteReader, layout: Layout): Map<string, RollupSeries> {
  const { isFormer, models } = layout;
  const rooms = isFormer ? FORMER_ROOMS : ROOMS;
  const series = new Map<string, RollupSeries>();
  const overall: Times[] = [];
  let number = -1;
  for (let left = reader.integer(); left > 0; left--) {
    number += readStep(reader);
    const kind = number % (rooms.measure * rooms.outcome);
    const outcomeSlot = Math.floor(kind / rooms.measure) + (isFormer ? OUTCOME_CODES.success : 0);
    const outcome = wordAt(reader, layout, OUTCOMES, outcomeSlot);
    if (outcome === "open") reader.fail("an open deployment has no times");
    const measure = wordAt(reader, layout, MEASURES, kind % rooms.measure);
    const place = Math.floor(number / (rooms.measure * rooms.outcome));
    const model = place === 0 ? null : modelAt(reader, models, place - 1);
    const head = reader.integer();
    const times =
      head === SAME && model !== null
        ? (overall[kind] ?? reader.fail("a series is like one that is not there"))
        : readTimes(reader, head, isFormer);
    if (model === null) overall[kind] = times;
    const one = { outcome, measure, model: model?.version ?? null, ...times };
    series.set(seriesKey(outcome, measure, null) + (model?.key ?? ""), one);
  }
  reader.end();
  return series;
}

function countNumber(
  { scope, outcome, cause }: DeploymentCount,
  placeOf: PlaceOf,
  words: readonly string[],
): number {
  const scopePlace = typeof scope === "string" ? SCOPES.indexOf(scope) : SCOPES.length + placeOf(scope);
  const causeSlot = cause === null ? NO_CAUSE : CAUSES.slotOf(cause, words);
  return (scopePlace * ROOMS.outcome + OUTCOMES.slotOf(outcome, words)) * ROOMS.cause + causeSlot;
}

function seriesNumber(
  { model, outcome, measure }: RollupSeries,
  placeOf: PlaceOf,
  words: readonly string[],
): number {
  const modelPlace = model === null ? 0 : 1 + placeOf(model);
  const outcomePlace = modelPlace * ROOMS.outcome + OUTCOMES.slotOf(outcome, words);
  return outcomePlace * ROOMS.measure + MEASURES.slotOf(measure, words);
}

/** Words without a code in this version, which are stored as text. */
function wordsOf({ counts, series }: Rollup): readonly string[] {
  const words = new Set<string>();
  for (const { outcome, cause } of counts.values()) {
    if (!OUTCOMES.hasCode(outcome)) words.add(outcome);
    if (cause !== null && !CAUSES.hasCode(cause)) words.add(cause);
  }
  for (const { outcome, measure } of series.values()) {
    if (!OUTCOMES.hasCode(outcome)) words.add(outcome);
    if (!MEASURES.hasCode(measure)) words.add(measure);
  }
  return [...words].sort();
}

function wordAt<Word extends string>(
  reader: ByteReader,
  { words }: Layout,
  vocabulary: StoredWords<Word>,
  slot: number,
): Word {
  return vocabulary.wordAt(slot, words) ?? reader.fail("a word is missing");
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

function readCounts(reader: ByteReader, layout: Layout): Map<string, DeploymentCount> {
  const rooms = layout.isFormer ? FORMER_ROOMS : ROOMS;
  const counts = new Map<string, DeploymentCount>();
  let number = -1;
  for (let left = reader.integer(); left > 0; left--) {
    number += readStep(reader);
    const outcomeSlot = Math.floor(number / rooms.cause) % rooms.outcome;
    const outcome = wordAt(reader, layout, OUTCOMES, outcomeSlot);
    const causeSlot = number % rooms.cause;
    const cause = causeSlot === NO_CAUSE ? null : wordAt(reader, layout, CAUSES, causeSlot);
    const place = Math.floor(number / (rooms.cause * rooms.outcome));
    const scope = SCOPES[place] ?? modelAt(reader, layout.models, place - SCOPES.length).version;
    const deployments = reader.integer();
    if (deployments === 0) reader.fail("a count is 0");
    const one = { outcome, cause, scope, deployments };
    counts.set(countKey(one), one);
  }
  return counts;
}

function encodeTimes({ histogram, unmeasured, criticalMs }: Times): Uint8Array {
  const writer = new ByteWriter();
  const reasons = Object.entries<number>(unmeasured).map(([reason, count]) => ({
    code: REASONS.slotOf(reason as UnmeasuredReason, []),
    count,
  }));
  const mask = reasons.reduce((bits, { code }) => bits + 2 ** code, 0);
  const isSum = criticalMs === histogram.sumMs;
  const criticalBit = isSum ? 0 : CRITICAL;
  writer.integer((mask === 0 ? 0 : UNMEASURED) + (criticalMs === null ? NO_CRITICAL : criticalBit));
  writeHistogram(writer, histogram);
  if (mask !== 0) {
    writer.integer(mask);
    for (const { count } of reasons.sort((a, b) => a.code - b.code)) writer.integer(count);
  }
  if (criticalMs !== null && !isSum) writer.integer(criticalMs);
  return writer.bytes();
}

function readTimes(reader: ByteReader, head: number, isFormer: boolean): Times {
  const isKnown = isFormer
    ? head === 0 || head === UNMEASURED
    : head % 2 === 0 && head < UNMEASURED + CRITICAL + NO_CRITICAL;
  if (!isKnown) reader.fail(`a series begins with ${head}`);
  const histogram = readHistogram(reader);
  const unmeasured = (head & UNMEASURED) === 0 ? NOTHING : readReasons(reader);
  const criticalMs = isFormer ? null : readCritical(reader, head, histogram.sumMs);
  if (histogram.count === 0 && unmeasured === NOTHING && !criticalMs) reader.fail("a series is empty");
  return { histogram, unmeasured, criticalMs };
}

function readCritical(reader: ByteReader, head: number, sumMs: number): number | null {
  if ((head & NO_CRITICAL) !== 0) return null;
  return (head & CRITICAL) === 0 ? sumMs : reader.integer();
}

function readReasons(reader: ByteReader): RollupSeries["unmeasured"] {
  const unmeasured: Partial<Record<UnmeasuredReason, number>> = {};
  const mask = reader.integer();
  if (mask === 0) reader.fail("no reason");
  for (let code = 0; 2 ** code <= mask; code++) {
    if (Math.floor(mask / 2 ** code) % 2 === 0) continue;
    const count = reader.integer();
    if (count === 0) reader.fail("a count is 0");
    unmeasured[REASONS.wordAt(code, []) ?? reader.fail("unknown reason")] = count;
  }
  return unmeasured;
}

function modelsOf({ counts, series }: Rollup): ReadonlyMap<string, ModelVersion> {
  const found = new Map<string, ModelVersion>();
  for (const { scope } of counts.values()) if (typeof scope !== "string") found.set(modelKey(scope), scope);
  for (const { model } of series.values()) if (model !== null) found.set(modelKey(model), model);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
