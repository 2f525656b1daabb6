import type { Classification, ModelVersion } from "../vocabulary/signal.ts";
import { canonical, INSPECTED_LENGTH, inspected } from "./canonical.ts";
import { causeIn } from "./cause.ts";
import { parseLabel, readings } from "./label.ts";
import { CLASSIFICATION_RULES } from "./rules/index.ts";
import { coreOf, matchTemplate, parseTemplate, type Template } from "./template.ts";

const UNCLASSIFIED: Classification = Object.freeze({
  signal: "unclassified",
  phase: null,
  operation: null,
  model: null,
  cause: null,
  rule: null,
  attested: false,
});

/** The table's texts without slots, by verbatim and by canonical text. */
const FIXED = new Map<string, Classification>();

interface Pattern {
  readonly template: Template;
  /** What every text that fits contains: most that do not fit are told by it at once. */
  readonly core: string;
  readonly means: Classification;
}

/** The table's texts with slots, in the table's order. */
const PATTERNS: Pattern[] = [];

for (const rule of CLASSIFICATION_RULES) {
  for (const [source, says] of Object.entries(rule.says)) {
    const means: Classification = Object.freeze({
      signal: rule.signal,
      phase: rule.phase ?? null,
      operation: rule.operation ?? null,
      model: null,
      cause: rule.cause ?? null,
      rule: rule.id,
      attested: source !== "analogy",
    });
    for (const text of typeof says === "string" ? [says] : (says ?? [])) {
      const template = parseTemplate(text);
      if (template.slots.length > 0) PATTERNS.push({ template, core: coreOf(template), means });
      else FIXED.set(text, means).set(template.literals[0], means);
    }
  }
}

/** The patterns that begin with a slot: any text may fit them. */
const PATTERNS_OF_ANY = PATTERNS.filter(({ template }) => template.head === "");

/** The patterns that a text may fit, by its first character, in the table's order. */
const PATTERNS_BY_FIRST = new Map(
  PATTERNS.map(({ template }) => template.head.charAt(0)).map((first) => [
    first,
    PATTERNS.filter(({ template }) => template.head === "" || template.head.startsWith(first)),
  ]),
);

/**
 * Says what an event's text means: the signal, of which phase or operation, for which model version, and why it failed.
 *
 * Matches the texts of `CLASSIFICATION_RULES` whatever their case, brackets, full stops and spacing, and nothing else: a
 * text that no rule knows is `unclassified`. Never throws. Time is linear in the text and bounded (`INSPECTED_LENGTH`).
 * Results may be shared between calls and are frozen where they are.
 *
 * @example
 * classify("[zcjtestTF 3.0.0] pulling model image");
 * // { signal: "begin", phase: "pull_image", operation: null, model: { name: "zcjtestTF", version: "3.0.0" },
 * //   cause: null, rule: "pull-image-begin", attested: true }
 *
 * classify("Service update failed. Error: No space");
 * // { signal: "failure", phase: null, operation: "update", model: null,
 * //   cause: "disk_pressure", rule: "operation-failure", attested: true }
 */
export function classify(message: string): Classification {
  // No text of the table begins with a label.
  const verbatim = message.startsWith("[") ? verbatimBehindLabel(message) : FIXED.get(message);
  if (verbatim !== undefined) return verbatim;
  const open: { readonly text: string; readonly model: ModelVersion | null }[] = [];
  for (const reading of readings(inspected(message))) {
    const verbatimRest = FIXED.get(reading.text);
    if (verbatimRest !== undefined) return ofModel(verbatimRest, reading.model);
    const text = canonical(reading.text);
    const means = FIXED.get(text);
    if (means !== undefined) return ofModel(means, reading.model);
    if (!reading.exactOnly) open.push({ text, model: reading.model });
  }
  for (const { text, model } of open) {
    const means = matchPatterns(text);
    if (means !== null) return ofModel(means, model);
  }
  return UNCLASSIFIED;
}

const SQUARE_BRACKET = /[[\]［］【】〔〕]/;

/** What most of a feed is: a label, a space, and a text of the table, letter by letter. What `readings` says, sooner. */
function verbatimBehindLabel(message: string): Classification | undefined {
  const close = message.length > INSPECTED_LENGTH ? -1 : message.indexOf("] ");
  const means = close < 0 ? undefined : FIXED.get(message.slice(close + 2));
  if (means === undefined) return undefined;
  const label = message.slice(1, close);
  return SQUARE_BRACKET.test(label) ? undefined : ofModel(means, parseLabel(label));
}

function matchPatterns(text: string): Classification | null {
  for (const { template, core, means } of PATTERNS_BY_FIRST.get(text.charAt(0)) ?? PATTERNS_OF_ANY) {
    const captured = text.includes(core) ? matchTemplate(template, text) : null;
    if (captured === null) continue;
    const operation = captured.operation ?? means.operation;
    const cause = (captured.error === null ? null : causeIn(captured.error)) ?? means.cause;
    return { ...means, operation, cause };
  }
  return null;
}

function ofModel(means: Classification, model: ModelVersion | null): Classification {
  if (model === null) return means;
  const { signal, phase, operation, cause, rule, attested } = means;
  return { signal, phase, operation, model, cause, rule, attested };
}
