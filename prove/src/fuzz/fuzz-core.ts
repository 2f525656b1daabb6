import assert from "node:assert/strict";
import { classify } from "@deploy-lens/core/classify";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { FAILURE_CAUSES, OPERATIONS, SIGNALS } from "@deploy-lens/core/vocabulary/signal";
import { never, type ProofRun, sized } from "../proof.ts";
import { checkFeed } from "./check-feed.ts";
import { hostileFeed } from "./hostile-feed.ts";
import { hostileText } from "./hostile-text.ts";
import { tryInputs } from "./try-inputs.ts";

const VOCABULARY = {
  signal: new Set<unknown>(SIGNALS),
  phase: new Set<unknown>([...PHASES, null]),
  operation: new Set<unknown>([...OPERATIONS, null]),
  cause: new Set<unknown>([...FAILURE_CAUSES, null]),
};

/** Texts and feeds that nobody would send on purpose, through everything that core and api do with them. */
export async function run(run: ProofRun) {
  const texts = sized(run, 40_000, 100_000, 450_000);
  const feeds = sized(run, 4_000, 50_000, 200_000);
  return [
    never(
      "event texts that make classification throw or leave its vocabulary",
      await tryInputs({ inputs: hostileText(), runs: texts, check: checkText }, run),
      texts,
    ),
    never(
      "feeds that break derivation, its sums, its answers' schemas or its statistics",
      await tryInputs({ inputs: hostileFeed(), runs: feeds, check: checkFeed }, run),
      feeds,
    ),
  ];
}

function checkText(text: string): void {
  const classification = classify(text);
  for (const [field, words] of Object.entries(VOCABULARY)) {
    assert.ok(words.has(Reflect.get(classification, field)), `${field} is not in its vocabulary`);
  }
}
