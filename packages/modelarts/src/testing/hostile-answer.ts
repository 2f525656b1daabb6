import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { hostileText } from "@deploy-lens/core/testing/hostile-text";
import fc from "fast-check";

/** An answer of a broken or hostile upstream. */
export interface HostileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Changed bytes: offset and value. */
  readonly flips: readonly (readonly [number, number])[];
}

/** Kinds of upstream answers. */
export type AnswerKind = "events" | "services" | "service-detail" | "update-logs" | "iam-token" | "error";

/** All answers in core's fixtures by kind: valid ones, errors, and those of another shape. */
const ANSWERS = answersIn(
  fileURLToPath(import.meta.resolve("@deploy-lens/core/fixtures/documented-sample.json")),
);

function answersIn(sampleFile: string): readonly { readonly kind: AnswerKind; readonly text: string }[] {
  const folder = new URL("wire/", `file://${sampleFile}`);
  const read = (file: string | URL) => readFileSync(file, "utf8");
  const kinds = ["events", "services", "service-detail", "update-logs", "iam-token", "error"] as const;
  const wire = readdirSync(folder).flatMap((name) => {
    const kind = kinds.find((one) => name.replace("refused-", "").startsWith(one));
    return kind === undefined ? [] : [{ kind, text: read(new URL(name, folder)) }];
  });
  return [...wire, { kind: "events", text: read(sampleFile) }];
}

function textsOf(...kinds: readonly AnswerKind[]): readonly string[] {
  return ANSWERS.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text);
}

const DEEP = 50_000;

/** Values to put into a valid answer. */
const JSON_TRICKS = [
  ...'{}[]",:0-\\',
  ...["null", "1e999", "-0", "9007199254740993", "8640000000000001", '"__proto__":{"events":[]},'],
  ...['"events":[],', '"count":-1,', '"total_count":1e15,', "\u0000", "\ufeff", "\ud800"],
  "[".repeat(DEEP) + "]".repeat(DEEP),
  `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`,
  `"x":${"[".repeat(DEEP)}${"]".repeat(DEEP)},`,
  " ".repeat(100_000),
];

/** A place for a JSON member, so that the result is still JSON. */
function afterBrace(text: string, choice: number): number {
  const places = [...text.matchAll(/\{(?=\s*")/g)].map(({ index }) => index + 1);
  return places[choice % Math.max(1, places.length)] ?? 0;
}

function hostileBody(kind: AnswerKind): fc.Arbitrary<string> {
  const good = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...textsOf(kind)) },
    { weight: 1, arbitrary: fc.constantFrom(...ANSWERS.map(({ text }) => text)) },
  );
  const spliced = fc
    .tuple(good, fc.constantFrom(...JSON_TRICKS), fc.nat(20_000), fc.nat(20))
    .map(([text, trick, at, cut]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + trick + text.slice(from + cut);
    });
  const stillJson = fc
    .tuple(good, fc.nat(500), fc.constantFrom(...JSON_TRICKS.filter((trick) => trick.endsWith(","))))
    .map(([text, choice, member]) => {
      const at = afterBrace(text, choice);
      return text.slice(0, at) + member + text.slice(at);
    });
  const otherText = fc
    .tuple(good, hostileText())
    .map(([text, value]) =>
      text.replace(/"(?:event_info|service_name|error_msg|status)": *"[^"]*"/, (found) =>
        found.replace(/"[^"]*"$/, () => JSON.stringify(value)),
      ),
    );
  const cut = fc.tuple(good, fc.nat(20_000)).map(([text, at]) => text.slice(0, at % (text.length + 1)));
  return fc.oneof(
    { weight: 3, arbitrary: good },
    { weight: 3, arbitrary: spliced },
    { weight: 2, arbitrary: stillJson },
    { weight: 2, arbitrary: otherText },
    { weight: 1, arbitrary: cut },
    { weight: 1, arbitrary: hostileText() },
    { weight: 1, arbitrary: fc.json({ maxDepth: 4 }) },
  );
}

const HEADERS = {
  "content-type": [
    "application/json",
    "application/json;charset=utf-8",
    "text/html",
    "application/hal+json",
    "",
  ],
  "retry-after": ["0", "1", "-1", "99999999999", "Wed, 21 Oct 2026 07:28:00 GMT", "soon", "Thu, 99 Foo 2026"],
  date: ["Wed, 21 Oct 2026 07:28:00 GMT", "now"],
  "x-request-id": ["4f1c", "\u00ff\u00fe", "a".repeat(8_000)],
  "x-subject-token": ["MIIE-token", "with space", "t".repeat(20_000)],
} as const;

/** Any answer: mostly of the expected kind and status, so that its body is read. */
export function hostileAnswer(kind: AnswerKind): fc.Arbitrary<HostileAnswer> {
  const header = (name: keyof typeof HEADERS) => fc.constantFrom<string>(...HEADERS[name]);
  return fc
    .record({
      status: fc.oneof(
        { weight: 6, arbitrary: fc.constant(kind === "iam-token" ? 201 : 200) },
        fc.constantFrom(202, 206, 400, 401, 403, 404, 408, 409, 418, 429, 451, 500, 501, 502, 503, 504, 599),
      ),
      type: fc.oneof({ weight: 6, arbitrary: fc.constant("application/json") }, header("content-type")),
      others: fc.record(
        {
          "retry-after": header("retry-after"),
          date: header("date"),
          "x-request-id": header("x-request-id"),
          "x-subject-token": header("x-subject-token"),
        },
        { requiredKeys: [], noNullPrototype: true },
      ),
      text: hostileBody(kind),
      flips: fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        fc.array(fc.tuple(fc.nat(50_000), fc.nat(255)), { maxLength: 2 }),
      ),
    })
    .map(({ status, type, others, ...body }) => ({
      status,
      headers: { ...(type === "" ? {} : { "content-type": type }), ...others },
      ...body,
    }));
}

export function bodyOf({ text, flips }: HostileAnswer): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(text);
  if (bytes.length > 0) for (const [at, value] of flips) bytes[at % bytes.length] = value;
  return bytes;
}
