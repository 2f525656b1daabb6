import { expect, test } from "vitest";
import { pickLanguage } from "./pick-language.ts";

test.each([
  ["what was chosen before", "zh", ["en-GB"], "zh"],
  ["else what the browser prefers", null, ["zh-Hant-TW", "en"], "zh"],
  ["the first that we speak", null, ["de-DE", "fr", "en-US", "zh"], "en"],
  ["English for everybody else", null, ["de-DE"], "en"],
  ["not what storage was tampered with", "klingon", ["zh-CN"], "zh"],
  ["no language that only begins alike", null, ["enq", "zha"], "en"],
])("%s", (_what, stored, preferred, expected) => {
  expect(pickLanguage(stored, preferred)).toBe(expected);
});
