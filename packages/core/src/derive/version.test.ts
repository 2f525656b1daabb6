import { expect, test } from "vitest";
import pinned from "../../fixtures/derived-answers.json" with { type: "json" };
import { derivedAnswers } from "../testing/derived-answers.ts";
import { DERIVATION_VERSION } from "./version.ts";

const answers = derivedAnswers();

test("other answers to the same fixtures come with another version of the rules", () => {
  const before: Readonly<Record<string, string>> = pinned.answers;
  const changed = Object.keys(before).filter((name) => name in answers && answers[name] !== before[name]);
  expect(
    DERIVATION_VERSION > pinned.version ? [] : changed,
    `What is stored by version ${pinned.version} of the rules is out of date where it is like these fixtures of packages/core/fixtures. ` +
      "Raise DERIVATION_VERSION in packages/core/src/derive/version.ts, and say there what changed. " +
      "(Where a fixture was changed and no rule: take its line out of fixtures/derived-answers.json instead.)",
  ).toEqual([]);
});

test("the answers to every fixture are pinned", () => {
  expect(
    pinned,
    "Run `node scripts/run.mjs packages/core/src/testing/pin-derived-answers.ts` once the test above passes.",
  ).toEqual({ version: DERIVATION_VERSION, answers });
});
