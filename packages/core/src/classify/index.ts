import type {
  Classification,
  KnownText,
  ModelVersion,
  Operation,
  Subject,
  UnknownText,
} from "../vocabulary/signal.ts";
import { canonical, INSPECTED_LENGTH, inspected } from "./canonical.ts";
import { causeIn } from "./cause.ts";
import { parseLabel, readings } from "./label.ts";
import type { Rule } from "./rule.ts";
import { LIFECYCLE_RULES } from "./rules/lifecycle.ts";
import { PHASE_RULES } from "./rules/phase.ts";
import { POD_RULES } from "./rules/pod.ts";
import { coreOf, matchTemplate, parseTemplate, type Template } from "./template.ts";

/**
 * The classification table, the single source of what each text means.
 *
 * A text without slots beats a text with slots; among those with slots the first in the table wins.
 */
export const CLASSIFICATION_RULES: readonly Rule[] = [...PHASE_RULES, ...LIFECYCLE_RULES, ...POD_RULES];

const UNKNOWN: UnknownText = Object.freeze({
  signal: "unclassified",
  phase: null,
  operation: null,
  model: null,
  cause: null,
  rule: null,
  attested: false,
});

/** The table's texts without slots, by verbatim and by canonical text. */
const FIXED = new Map<string, KnownText>();

interface Pattern {
  readonly template: Template;
  /** A literal that every match must contain; a cheap pre-filter. */
  readonly core: string;
  readonly rule: Rule;
  readonly attested: boolean;
}

/** The table's texts with slots, in the table's order. */
const PATTERNS: Pattern[] = [];

for (const rule of CLASSIFICATION_RULES) {
  for (const [source, says] of Object.entries(rule.says)) {
    const attested = source !== "analogy";
    for (const text of typeof says === "string" ? [says] : (says ?? [])) {
      const template = parseTemplate(text);
      if (template.slots.length > 0) PATTERNS.push({ template, core: coreOf(template), rule, attested });
      else {
        const means = Object.freeze(meaningOf(rule, attested, null));
        FIXED.set(text, means).set(template.literals[0], means);
      }
    }
  }
}

/** The cores of patterns that begin with a slot, which can match a text with any first character. */
const PATTERNS_OF_ANY = PATTERNS.filter(({ template }) => template.head === "");
const CORE_OF_ANY = new RegExp(
  PATTERNS_OF_ANY.map(({ core }) => core.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"),
);

/** Candidate patterns by first character, in the table's order, with and without those that begin with a slot. */
const PATTERNS_BY_FIRST = new Map(
  PATTERNS.map(({ template }) => template.head.charAt(0)).map((first) => {
    const headed = PATTERNS.filter(({ template }) => template.head !== "" && template.head.startsWith(first));
    const all = PATTERNS.filter((one) => PATTERNS_OF_ANY.includes(one) || headed.includes(one));
    return [first, { headed, all }];
  }),
);
const WITHOUT_HEAD = { headed: [], all: PATTERNS_OF_ANY };

/**
 * Classifies an event's text: its signal, phase or operation, model version, and cause of failure.
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
  const known = verbatimWithLabel(message) ?? FIXED.get(message) ?? remembered.get(message);
  if (known !== undefined) return known;
  const means = Object.freeze(read(message));
  if (message.length <= LONGEST_REMEMBERED) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(message, means);
  }
  return means;
}

/** Cache of results: lines with a service's name, such as `Service ocr started.`, recur with each deployment. */
const remembered = new Map<string, Classification>();
/** About 100 KB in total. */
const MOST_REMEMBERED = 256;
const LONGEST_REMEMBERED = 160;

function read(message: string): Classification {
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
  return UNKNOWN;
}

const BRACKET = /[[\]［］【】〔〕()（）]/;

/** A label followed by a verbatim text of the table. */
interface Lead {
  readonly open: string;
  readonly close: string;
  /** The texts that may follow the label. */
  readonly texts: ReadonlyMap<string, KnownText>;
  /** The last label and its model, because the events of a deployment mostly carry the same one. */
  known: string;
  model: ModelVersion | null;
}

const IN_SQUARES: Lead = { open: "[", close: "] ", texts: FIXED, known: "\0", model: null };

/** In `model (name version) …` the label is inside the text. */
const BEHIND_MODEL: Lead = {
  open: "model (",
  close: ") ",
  texts: new Map(
    [...FIXED].flatMap(([text, means]) => (text.startsWith("model ") ? [[text.slice(6), means]] : [])),
  ),
  known: "\0",
  model: null,
};

/** Fast path for most of a feed: a label and a verbatim text of the table. Gives the same result as `readings`. */
function verbatimWithLabel(message: string): KnownText | undefined {
  if (message.length > INSPECTED_LENGTH) return undefined;
  if (message.startsWith("[")) return verbatimBehind(IN_SQUARES, message);
  if (message.startsWith("model (")) return verbatimBehind(BEHIND_MODEL, message);
  if (!message.endsWith("]")) return undefined;
  const open = message.lastIndexOf(" [");
  const means = open < 0 ? undefined : FIXED.get(message.slice(0, open));
  if (means === undefined) return undefined;
  const label = message.slice(open + 2, -1);
  return BRACKET.test(label) ? undefined : ofModel(means, parseLabel(label));
}

function verbatimBehind(lead: Lead, message: string): KnownText | undefined {
  if (!message.startsWith(lead.known)) {
    const close = message.indexOf(lead.close, lead.open.length);
    const label = close < 0 ? "[" : message.slice(lead.open.length, close);
    if (BRACKET.test(label)) return undefined;
    lead.known = message.slice(0, close + lead.close.length);
    lead.model = parseLabel(label);
  }
  const means = lead.texts.get(message.slice(lead.known.length));
  return means === undefined ? undefined : ofModel(means, lead.model);
}

function matchPatterns(text: string): KnownText | null {
  const { headed, all } = PATTERNS_BY_FIRST.get(text.charAt(0)) ?? WITHOUT_HEAD;
  for (const { template, core, rule, attested } of CORE_OF_ANY.test(text) ? all : headed) {
    const mayFit = text.startsWith(template.head) && text.includes(core);
    const captured = mayFit ? matchTemplate(template, text) : null;
    if (captured === null) continue;
    const means = meaningOf(rule, attested, captured.operation);
    const cause = captured.error === null ? null : causeIn(captured.error);
    return cause === null ? means : { ...means, cause };
  }
  return null;
}

/** @param named The operation that the text names in the slot `<operation>`. */
function meaningOf(rule: Rule, attested: boolean, named: Operation | null): KnownText {
  const { id, signal, cause = null } = rule;
  return { signal, ...subjectOf(rule, named), model: null, cause, rule: id, attested };
}

function subjectOf({ id, phase, operation }: Rule, named: Operation | null): Subject {
  if (phase !== undefined) return operation === undefined ? { phase, operation: null } : { phase, operation };
  if (operation !== "<operation>") return { phase: null, operation };
  if (named === null) throw new Error(`rule ${id}: each of its texts needs the slot <operation>`);
  return { phase: null, operation: named };
}

/**
 * A meaning with its model. Guarantee: phase and operation stay together as the rule has them. The compiler would see that of a
 * spread, which takes half as long again for each event of a feed.
 */
function ofModel(means: KnownText, model: ModelVersion | null): KnownText {
  if (model === null) return means;
  const { signal, phase, operation, cause, rule, attested } = means;
  return { signal, phase, operation, model, cause, rule, attested } as KnownText;
}
