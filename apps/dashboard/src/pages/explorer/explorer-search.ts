import { DEPLOYMENT_FLAGS, OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { DEPLOYMENT_KINDS, FAILURE_CAUSES } from "@deploy-lens/core/vocabulary/signal";
import { RANGE_NAMES, RANGES, type Range } from "../../range/range-search.ts";
import type { RawSearch } from "../../search/address-search.ts";
import {
  type CheckedSearch,
  checkSearch,
  oneOf,
  type SearchOf,
  textUpTo,
} from "../../search/check-search.ts";
import { COLUMNS } from "./columns.ts";
import { parseRegion } from "./region.ts";

export const USUAL_SPAN: Range = "7d";

/** The most that the API takes. */
export const MOST_SERVICES = 50;
const MOST_MS = 10 ** 12;

export const ExplorerSearch = {
  range: oneOf(RANGE_NAMES),
  /** A pinned window instead of a range: includes `from`, excludes `to`. */
  from: isInstant,
  to: isInstant,
  /** The zone in which the window was pinned; times are shown in it. */
  zone: isZone,
  service: (text: string) => {
    const ids = text.split(",");
    return ids.length <= MOST_SERVICES && ids.every((id) => /^[\w.-]{1,128}$/.test(id)) && areUnique(ids);
  },
  outcome: listOf(["open", ...OUTCOMES]),
  cause: listOf(FAILURE_CAUSES),
  phase: listOf(PHASES),
  kind: listOf(DEPLOYMENT_KINDS),
  flag: listOf(DEPLOYMENT_FLAGS),
  /** `name version`, or `name` for all versions. */
  model: textUpTo(256),
  minMs: isMs,
  maxMs: isMs,
  text: textUpTo(200),
  /** The region brushed in the chart. */
  region: (text: string) => parseRegion(text) !== null,
  columns: listOf(COLUMNS),
};
export type ExplorerSearch = SearchOf<typeof ExplorerSearch>;

/** Filters of which the reader picks words from a list with counts. */
export const WORD_FACETS = ["outcome", "cause", "phase", "kind", "flag"] as const;
export type WordFacet = (typeof WORD_FACETS)[number];

function listOf(words: readonly string[]): (text: string) => boolean {
  return (text) => {
    const given = text.split(",");
    return given.every((word) => words.includes(word)) && areUnique(given);
  };
}

function areUnique(words: readonly string[]): boolean {
  return new Set(words).size === words.length;
}

/** True for ISO 8601 in UTC, `2026-11-28T00:00:00Z` as this page writes it or a day, which begins at midnight UTC. */
function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/.test(text) && !Number.isNaN(Date.parse(text));
}

function isMs(text: string): boolean {
  return /^\d{1,13}$/.test(text) && Number(text) <= MOST_MS;
}

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
}

/** Parses the page's parameters, and rejects a window or a range of durations that ends before it starts. */
export function checkExplorerSearch(raw: RawSearch): CheckedSearch<ExplorerSearch> {
  const { search, rejected } = checkSearch(ExplorerSearch, raw);
  const reversed = [
    ...(isReversed(search.from, search.to, Date.parse) ? (["from", "to"] as const) : []),
    ...(isReversed(search.minMs, search.maxMs, Number) ? (["minMs", "maxMs"] as const) : []),
  ];
  if (reversed.length === 0) return { search, rejected };
  return {
    search: { ...search, ...Object.fromEntries(reversed.map((name) => [name, undefined])) },
    rejected: [...rejected, ...reversed.map((name) => ({ name, text: search[name] ?? "" }))],
  };
}

function isReversed(first: string | undefined, last: string | undefined, read: (text: string) => number) {
  return first !== undefined && last !== undefined && read(first) > read(last);
}

/** The words of a list parameter. */
export function wordsOf(text: string | undefined): readonly string[] {
  return text === undefined || text === "" ? [] : text.split(",");
}

/**
 * Adds a word to a list parameter, or takes it out; the order is alphabetical, so that equal choices give equal addresses.
 *
 * @example
 * toggled("failure", "timed_out"); // "failure,timed_out"
 * toggled("failure", "failure"); // undefined
 */
export function toggled(text: string | undefined, word: string): string | undefined {
  const words = wordsOf(text);
  const next = words.includes(word) ? words.filter((other) => other !== word) : [...words, word];
  return next.length === 0 ? undefined : next.toSorted().join(",");
}

const DAY_MS = 86_400_000;
const STEP_MS = 300_000;

/** A window in epoch ms, half-open. */
export interface ExplorerWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The window of an address. One that moves with the clock starts and ends on whole five minutes, so that repeated requests
 * are equal and can be cached.
 *
 * @example
 * explorerWindow({ range: "24h" }, Date.UTC(2026, 10, 28, 15, 2)); // Nov 27, 15:05 to Nov 28, 15:05
 */
export function explorerWindow(
  { range = USUAL_SPAN, from, to }: Pick<ExplorerSearch, "range" | "from" | "to">,
  nowMs: number,
): ExplorerWindow {
  const toMs = to === undefined ? Math.ceil(nowMs / STEP_MS) * STEP_MS : Date.parse(to);
  return { fromMs: from === undefined ? toMs - RANGES[range] * DAY_MS : Date.parse(from), toMs };
}

/** An instant as addresses have it; rounds down to a second. */
export function instantText(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** Changes that pin a window: a shared address then shows the same deployments, in the same zone. */
export function pinned({ fromMs, toMs }: ExplorerWindow, zone: string): ExplorerSearch {
  return { range: undefined, from: instantText(fromMs), to: instantText(toMs), zone };
}

/** The filters of a request, without window and region. */
export function filtersOf(search: ExplorerSearch) {
  const list = (text: string | undefined) => (text === undefined ? undefined : wordsOf(text));
  const ms = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  return {
    service: list(search.service),
    outcome: chosen(["open", ...OUTCOMES], search.outcome),
    cause: chosen(FAILURE_CAUSES, search.cause),
    phase: chosen(PHASES, search.phase),
    kind: chosen(DEPLOYMENT_KINDS, search.kind),
    flag: chosen(DEPLOYMENT_FLAGS, search.flag),
    model: search.model,
    minMs: ms(search.minMs),
    maxMs: ms(search.maxMs),
    text: search.text,
  };
}

function chosen<Word extends string>(words: readonly Word[], text: string | undefined) {
  if (text === undefined) return undefined;
  const given = wordsOf(text);
  return words.filter((word) => given.includes(word));
}
