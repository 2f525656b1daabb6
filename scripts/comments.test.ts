import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** Words that only this code's authors would understand, with the words to write instead. */
const DIALECT: readonly (readonly [RegExp, string])[] = [
  [/\b(?:told|tells) of\b/i, "reports, describes, mentions"],
  [/\b(?:whoever|who asks|whom to)\b/i, "the caller, the reader"],
  [/\b(?:lest|but for|for want of|is none of)\b/i, "so that … not, except, without, is not"],
  [/\b(?:bury|buried|buries)\b/i, "send to the dead-letter queue"],
  [/\b(?:stretch|stretches)\b/i, "attempt, span, range"],
  [
    /\b(?:a|each|every|first|last|status) looks?\b|\blooks? at a (?:service|deployment|project)\b/i,
    "sync, scan, observation",
  ],
];

/** A comment names its subject first; "What …" and "Whether …" leave the reader to guess it. */
const BARE_OPENING = /^(?:What|How|Whether|Whom|Where|Who)\b(?![^.]*\?)/;

const sources = globSync("{packages,apps,infra,bench,prove,e2e,scripts,mutate}/**/*.{ts,tsx,mjs}", {
  cwd: root,
  exclude: ["**/node_modules/**", "**/dist/**", "**/cdk.out/**", "scripts/comments.test.ts"],
});

/** The comments that stand on lines of their own, each joined into one line. */
function* commentsIn(text: string): Generator<string> {
  for (const [block] of text.matchAll(/^[ \t]*\/\*.*?\*\/|^[ \t]*\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*/gms)) {
    yield block
      .replaceAll(/^[ \t]*(?:\/\*\*?|\*\/|\*|\/\/)[ \t]?|\*\/$/gm, "")
      .replaceAll(/\s+/g, " ")
      .trim();
  }
}

test("comments are plain English: the subject first, in the field's words", () => {
  const found = sources.flatMap((file) =>
    [...commentsIn(readFileSync(join(root, file), "utf8"))].flatMap((comment) => {
      const [, instead] = DIALECT.find(([word]) => word.test(comment)) ?? [];
      const advice = instead ?? (BARE_OPENING.test(comment) ? "begin with the subject" : null);
      return advice === null ? [] : [`${file}: "${comment.slice(0, 100)}" (write: ${advice})`];
    }),
  );
  expect(found).toEqual([]);
});
