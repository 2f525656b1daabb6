import fc from "fast-check";
import { expect, test } from "vitest";
import { CLASSIFICATION_FIXTURES } from "../testing/classification-fixtures.ts";
import { PHASES } from "../vocabulary/phase.ts";
import { FAILURE_CAUSES, OPERATIONS, SIGNALS } from "../vocabulary/signal.ts";
import { classify } from "./index.ts";

const fixtures = [...CLASSIFICATION_FIXTURES.values()].flat();
const anyFixture = fc.constantFrom(...fixtures);
const labelled = fixtures.filter(({ expected }) => expected.model !== null);

/** Everything but the model, whose name keeps its case. */
function meaning(text: string) {
  const { model: _model, ...rest } = classify(text);
  return rest;
}

test("case does not change the meaning", () => {
  fc.assert(
    fc.property(anyFixture, fc.infiniteStream(fc.boolean()), ({ text }, upper) => {
      const mixed = [...text].map((char) => (upper.next().value ? char.toUpperCase() : char.toLowerCase()));
      expect(meaning(mixed.join(""))).toEqual(meaning(text));
    }),
  );
});

test("runs of spaces, of any kind, around and between words do not change the result", () => {
  const space = fc.stringMatching(/^[ \t\n\u00a0\u3000]{1,4}$/);
  fc.assert(
    fc.property(anyFixture, fc.infiniteStream(space), ({ text }, spaces) => {
      const spread = text.replace(/\s+/g, () => spaces.next().value);
      expect(classify(`${spaces.next().value}${spread}${spaces.next().value}`)).toEqual(classify(text));
    }),
  );
});

test("marks at the end, or none, do not change the result", () => {
  const marks = fc.stringMatching(/^[.。!！;；,， ]{0,4}$/);
  fc.assert(
    fc.property(anyFixture, marks, ({ text }, end) => {
      expect(classify(text.replace(/[.。]+$/, "") + end)).toEqual(classify(text));
    }),
  );
});

test("marks between sentences may be full-width, half-width, or missing", () => {
  fc.assert(
    fc.property(anyFixture, fc.constantFrom("", "。", "！", ";", "，"), ({ text }, mark) => {
      expect(classify(text.replace(/[.。,，](?=\s)/g, mark))).toEqual(classify(text));
    }),
  );
});

test("brackets of any kind do not change the result", () => {
  const kinds = fc.constantFrom(["[", "]"], ["(", ")"], ["【", "】"], ["（", "）"], ["［", "］"]);
  fc.assert(
    fc.property(anyFixture, kinds, ({ text }, [open = "", close = ""]) => {
      const other = text.replace(/[[(【]/g, open).replace(/[\])】]/g, close);
      expect(classify(other)).toEqual(classify(text));
    }),
  );
});

test("full-width letters do not change the meaning", () => {
  fc.assert(
    fc.property(anyFixture, ({ text }) => {
      const wide = text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
      expect(meaning(wide)).toEqual(meaning(text));
    }),
  );
});

test("whatever a model is called, its label names it and its signal stays", () => {
  const word = fc.stringMatching(/^[\p{L}\p{N}_.-]{1,20}$/u);
  const words = fc.array(word, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...labelled), words, word, ({ text, expected }, name, version) => {
      const model = { name: name.join(" "), version };
      const label = `${expected.model?.name} ${expected.model?.version}`;
      expect(text, "fixtures/classification: write the label as expected.model does").toContain(label);
      const renamed = text.replace(label, () => `${model.name} ${version}`);
      expect(classify(renamed)).toEqual({ ...expected, model });
    }),
  );
});

test("arbitrary strings never throw and give a whole classification", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    anyFixture.map(({ text }) => text),
    fc.constantFrom(
      "[",
      "]",
      "(",
      ")",
      "【",
      "】",
      " ",
      ".",
      "<any>",
      "model",
      "资源不足",
      "\u0000",
      "\ue000",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const { signal, phase, operation, cause, rule } = classify(pieces.join(""));
      expect(SIGNALS).toContain(signal);
      if (signal === "unclassified") {
        expect([phase, operation, cause, rule]).toEqual([null, null, null, null]);
        return;
      }
      expect([...PHASES, ...OPERATIONS]).toContain(phase ?? operation);
      expect([...FAILURE_CAUSES, null]).toContain(cause);
      expect(rule).not.toBeNull();
    }),
    { numRuns: 500 },
  );
});

test("text that shares no word with the platform's stays unclassified", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[xyz0-9 .[\]]{0,60}$/), (text) => {
      expect(classify(text)).toEqual({
        signal: "unclassified",
        phase: null,
        operation: null,
        model: null,
        cause: null,
        rule: null,
        attested: false,
      });
    }),
  );
});

test("a label is read alike, whether a text follows letter by letter or with a space too many", () => {
  const label = fc.string({
    unit: fc.constantFrom("a", "Z", "1", ".", " ", "(", ")", "[", "]", "【", "】", "（", "］", "模"),
    maxLength: 12,
  });
  const text = anyFixture.map((fixture) => fixture.text.replace(/^\[[^\]]*\] /, ""));
  fc.assert(
    fc.property(label, text, (said, rest) => {
      expect(classify(`[${said}] ${rest}`)).toEqual(classify(`[${said}]  ${rest}`));
    }),
    { numRuns: 1_000 },
  );
});
