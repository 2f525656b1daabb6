import * as z from "zod/mini";
import { MAX_EPOCH_MS, MIN_EPOCH_MS } from "./epoch.ts";

// The reference marks no answer field as mandatory, and absent ones come as `null` from some editions: a field that
// the product can do without may be missing or null. One instance of each, since building schemas costs start-up time.

/** Milliseconds since 1970-01-01T00:00:00Z; what can only be seconds is refused. */
export const epochMs = z.int().check(z.minimum(MIN_EPOCH_MS), z.maximum(MAX_EPOCH_MS));

/** How many: an integer from 0. */
export const count = z.int().check(z.minimum(0));

export const text = z.string();
export const optionalText = z.nullish(text);
export const optionalNumber = z.nullish(z.number());
export const optionalInteger = z.nullish(z.int());
export const optionalFlag = z.nullish(z.boolean());
/** What is too early to be meant so, like 0 or seconds, is no time. */
export const optionalEpochMs = z.optional(
  z.pipe(
    z.nullable(z.int().check(z.maximum(MAX_EPOCH_MS))),
    z.transform((atMs) => (atMs === null || atMs < MIN_EPOCH_MS ? null : atMs)),
  ),
);
export const optionalTexts = z.nullish(z.array(text));

/** A map whose values the documents describe as text and print as objects. */
export const optionalMap = z.nullish(z.record(z.string(), z.unknown()));

/**
 * A map that may hold secrets (environment variables): checked to be a map, then emptied, so that nothing that was
 * parsed can leak it.
 */
export const optionalSecretMap = z.nullish(
  z.pipe(
    z.record(z.string(), z.unknown()),
    z.transform((): Record<string, never> => ({})),
  ),
);
