import fc from "fast-check";
import { CLASSIFICATION_FIXTURES } from "./classification-fixtures.ts";

/** Every text that classification knows, and similar ones that it must not confuse with them. */
export const PLATFORM_TEXTS: readonly string[] = [...CLASSIFICATION_FIXTURES.values()]
  .flat()
  .map(({ text }) => text);

/** Strings that break parsers, terminals, spreadsheets, loggers and prototypes. */
const TRICKS = [
  ..."[]()【】（）〔〕［］.,;:!?。，！；",
  ...["[[[[[[[[[[[[[[[[", "]]]]]]]]]]]]]]]]", "[] ", "[ ]", "[a]", "[a b]", "(\u3000)", "__proto__"],
  ...["constructor", "toString", "hasOwnProperty", "\u0000", "\u001b[2J\u001b]0;title\u0007"],
  ...["\r\nset-cookie: a=b\r\n", "\u202e\u2066\u2069", "\u200b\ufeff\u00ad", "\ud800", "\udfff"],
  ...["\ue000\ue001\ue002\ue003", "ﷺﷺﷺﷺ", "İıßſ", "e\u0301\u0301\u0301\u0301"],
  ...["<script>alert(1)</script>", "{{7*7}}#{7*7}", "=cmd|'/c calc'!A0", "@SUM(1)"],
  ...["%00%0d%0a%2e%2e%2f", "' OR 1=1 --", "<any><name><operation><error>", "NaN", "-0", "1e999"],
  ...["error", "Error:", "model", "service", "。".repeat(50), " ".repeat(50), "a".repeat(5000)],
] as const;

/** Hostile texts close enough to real ones to pass a first check. */
export function hostileText(): fc.Arbitrary<string> {
  const known = fc.constantFrom(...PLATFORM_TEXTS);
  const piece = fc.oneof(
    { weight: 4, arbitrary: known },
    { weight: 4, arbitrary: fc.constantFrom<string>(...TRICKS) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
  );
  const spliced = fc
    .tuple(known, fc.constantFrom<string>(...TRICKS), fc.nat(200), fc.nat(8))
    .map(([text, trick, at, cut]) => text.slice(0, at) + trick + text.slice(at + cut));
  const joined = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(""));
  return fc.oneof(known, spliced, joined);
}
