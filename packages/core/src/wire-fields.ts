import * as z from "zod";
import { MAX_EPOCH_MS } from "./wire-epoch.ts";

// The reference marks no answer field as mandatory, and absent ones come as `null` from some editions: a field that
// the product can do without may be missing or null. One instance of each, since building schemas costs start-up time.

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const epochMs = z.int().min(-MAX_EPOCH_MS).max(MAX_EPOCH_MS);

/** How many: an integer from 0. */
export const count = z.int().min(0);

export const text = z.string();
export const optionalText = text.nullish();
export const optionalNumber = z.number().nullish();
export const optionalInteger = z.int().nullish();
export const optionalFlag = z.boolean().nullish();
export const optionalEpochMs = epochMs.nullish();
export const optionalTexts = z.array(text).nullish();

/** A map whose values the documents describe as text and print as objects. */
export const optionalMap = z.record(z.string(), z.unknown()).nullish();

/**
 * A map that may hold secrets (environment variables): checked to be a map, then emptied, so that nothing that was
 * parsed can leak it.
 */
export const optionalSecretMap = z
  .record(z.string(), z.unknown())
  .transform((): Record<string, never> => ({}))
  .nullish();
