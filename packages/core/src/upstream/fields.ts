import * as z from "zod/mini";
import { MAX_EPOCH_MS, MIN_EPOCH_MS } from "./epoch.ts";

// The reference marks no answer field as mandatory, and some editions send absent ones as `null`, so fields that the product
// does not need may be missing or null. The schemas are shared because building them costs start-up time.

/** Milliseconds since 1970-01-01T00:00:00Z; values that must be seconds are refused. */
export const epochMs = z.int().check(z.minimum(MIN_EPOCH_MS), z.maximum(MAX_EPOCH_MS));

/** An integer from 0. */
export const count = z.int().check(z.minimum(0));

export const text = z.string();
export const optionalText = z.nullish(text);
export const optionalNumber = z.nullish(z.number());
export const optionalInteger = z.nullish(z.int());
export const optionalFlag = z.nullish(z.boolean());
/** Values that are too early to be plausible, such as 0 or seconds, count as missing. */
export const optionalEpochMs = z.optional(
  z.pipe(
    z.nullable(z.int().check(z.maximum(MAX_EPOCH_MS))),
    z.transform((atMs) => (atMs === null || atMs < MIN_EPOCH_MS ? null : atMs)),
  ),
);
export const optionalTexts = z.nullish(z.array(text));

/** A map whose values the reference describes as strings but shows as objects. */
export const optionalMap = z.nullish(z.record(z.string(), z.unknown()));

/**
 * A map that may contain secrets (environment variables): validated as a map, then emptied, so that parsed answers cannot
 * leak them.
 */
export const optionalSecretMap = z.nullish(
  z.pipe(
    z.record(z.string(), z.unknown()),
    z.transform((): Record<string, never> => ({})),
  ),
);
