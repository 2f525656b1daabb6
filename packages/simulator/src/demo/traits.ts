import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import type { Random } from "../random/index.ts";

/** Planned endings of an attempt. The first is the usual one; the others name where and why it fails. */
export const ENDINGS = [
  "success",
  "build_failure",
  "schedule_failure",
  "pull_failure",
  "start_failure",
  "timed_out",
  "rolled_back",
  "rollback_failed",
  "cancelled",
  "superseded",
] as const;

/** One of {@link ENDINGS}. */
export type Ending = (typeof ENDINGS)[number];

/** Traits of one service: how often it is deployed, how long its phases take, what tends to fail. */
export interface ServiceTraits {
  readonly modelCount: number;
  readonly attemptsPerDay: number;
  /** Share of attempts that come minutes after the one before. */
  readonly burstShare: number;
  /** True if the feed contains `Service NAME started.`; otherwise only the service's status reports success. */
  readonly announcesSuccess: boolean;
  /** New versions are rolled out by deploying again, not by an update. */
  readonly redeploys: boolean;
  /** Stops by itself two hours after each success, and is started again. */
  readonly autoStops: boolean;
  /** Chance that an idle service is stopped by hand before its next attempt. */
  readonly stopShare: number;
  readonly endings: Readonly<Record<Ending, number>>;
  readonly scheduleRetryShare: number;
  readonly pullRetryShare: number;
  readonly warmPullShare: number;
  readonly undocumentedShare: number;
  readonly licence: boolean;
  /** Half of the undisturbed phases take less than this, in ms. */
  readonly medianMs: Readonly<Record<"build" | "prepare" | "coldPull" | "start", number>>;
  /** Changes of one phase over the days of history. */
  readonly trend: DurationTrend | null;
}

/** `perDay` multiplies day by day; `factor` multiplies once, from a day of the history on. */
export type DurationTrend =
  | { readonly kind: "drift"; readonly phase: Phase; readonly perDay: number }
  | {
      readonly kind: "step";
      readonly phase: Phase;
      readonly factor: number;
      readonly daysBeforeAnchor: number;
    };

/** The first services of every scenario: each shows something that a reader must cope with. */
export const CHARACTERS = [
  "drifting",
  "step_regression",
  "status_only",
  "two_models",
  "three_models",
  "starved",
  "auto_stopping",
  "bursting",
  "build_breaking",
  "rolling_back",
  "chatty",
  "hanging",
] as const;

/** One of {@link CHARACTERS}. */
export type Character = (typeof CHARACTERS)[number];

const USUAL_ENDINGS: Readonly<Record<Ending, number>> = {
  success: 86,
  build_failure: 2,
  schedule_failure: 1.5,
  pull_failure: 1,
  start_failure: 2.5,
  timed_out: 1,
  rolled_back: 1.5,
  rollback_failed: 0.5,
  cancelled: 2,
  superseded: 2,
};

/**
 * Draws the traits of the nth service; the first twelve are {@link CHARACTERS}, in that order.
 *
 * @example
 * drawTraits(2, random).announcesSuccess; // false: "status_only"
 */
export function drawTraits(index: number, random: Random): ServiceTraits {
  const usual: ServiceTraits = {
    modelCount: random.weighted({ 1: 80, 2: 14, 3: 6 }) === "1" ? 1 : random.integer(2, 3),
    attemptsPerDay: Math.min(9, random.logNormal(200, 0.6) / 100),
    burstShare: 0.08,
    announcesSuccess: !random.chance(0.15),
    redeploys: random.chance(0.3),
    autoStops: false,
    stopShare: 0.05,
    endings: USUAL_ENDINGS,
    scheduleRetryShare: 0.05,
    pullRetryShare: 0.03,
    warmPullShare: random.between(0.35, 0.75),
    undocumentedShare: 0.03,
    licence: random.chance(0.1),
    medianMs: {
      build: random.logNormal(140_000, 0.3),
      prepare: random.logNormal(20_000, 0.15),
      coldPull: random.logNormal(60_000, 0.2),
      start: random.logNormal(38_000, 0.4),
    },
    trend: null,
  };
  const character = CHARACTERS[index];
  return character === undefined ? usual : { ...usual, ...characterTraits(character) };
}

function characterTraits(character: Character): Partial<ServiceTraits> {
  const steady = { modelCount: 1, announcesSuccess: true, redeploys: false } as const;
  switch (character) {
    case "drifting":
      return {
        ...steady,
        attemptsPerDay: 5,
        trend: { kind: "drift", phase: "start_model", perDay: 1.02 },
      };
    case "step_regression":
      return {
        ...steady,
        attemptsPerDay: 5,
        trend: { kind: "step", phase: "prepare_environment", factor: 1.8, daysBeforeAnchor: 9 },
      };
    case "status_only":
      return { ...steady, announcesSuccess: false, attemptsPerDay: 1.5 };
    case "two_models":
      return { ...steady, modelCount: 2, attemptsPerDay: 3 };
    case "three_models":
      return { ...steady, modelCount: 3, attemptsPerDay: 2 };
    case "starved":
      return {
        ...steady,
        scheduleRetryShare: 0.4,
        pullRetryShare: 0.15,
        endings: { ...USUAL_ENDINGS, schedule_failure: 14, pull_failure: 6 },
      };
    case "auto_stopping":
      return { ...steady, autoStops: true, attemptsPerDay: 2.5, licence: true };
    case "bursting":
      return {
        ...steady,
        burstShare: 0.55,
        attemptsPerDay: 7,
        endings: { ...USUAL_ENDINGS, superseded: 12 },
      };
    case "build_breaking":
      return { ...steady, redeploys: true, endings: { ...USUAL_ENDINGS, build_failure: 22 } };
    case "rolling_back":
      return {
        ...steady,
        attemptsPerDay: 3,
        endings: { ...USUAL_ENDINGS, rolled_back: 16, rollback_failed: 6 },
      };
    case "chatty":
      return { ...steady, undocumentedShare: 0.6, stopShare: 0.3, licence: true };
    case "hanging":
      return { ...steady, endings: { ...USUAL_ENDINGS, timed_out: 14, cancelled: 10, start_failure: 8 } };
    default:
      return character satisfies never;
  }
}
