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

/** The patterns that begin with a slot: any text may fit them that contains one of their cores. */
const PATTERNS_OF_ANY = PATTERNS.filter(({ template }) => template.head === "");
const CORE_OF_ANY = new RegExp(
  PATTERNS_OF_ANY.map(({ core }) => core.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"),
);

/** The patterns that a text may fit, by its first character, in the table's order; with those of any text, and without. */
const PATTERNS_BY_FIRST = new Map(
  PATTERNS.map(({ template }) => template.head.charAt(0)).map((first) => {
    const headed = PATTERNS.filter(({ template }) => template.head !== "" && template.head.startsWith(first));
    const all = PATTERNS.filter((one) => PATTERNS_OF_ANY.includes(one) || headed.includes(one));
    return [first, { headed, all }];
  }),
);
const WITHOUT_HEAD = { headed: [], all: PATTERNS_OF_ANY };

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
  const known = verbatimWithLabel(message) ?? FIXED.get(message) ?? remembered.get(message);
  if (known !== undefined) return known;
  const means = Object.freeze(read(message));
  if (message.length <= LONGEST_REMEMBERED) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(message, means);
  }
  return means;
}

/** What some texts meant before: a service's own lines, such as `Service ocr started.`, come back with each deployment. */
const remembered = new Map<string, Classification>();
/** Together some 100 KB at most. */
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
  return UNCLASSIFIED;
}

/** Any bracket that could begin or end a label. */
const BRACKET = /[[\]［］【】〔〕()（）]/;

/** Where a label may stand before a text of the table that is there letter by letter. */
interface Lead {
  readonly open: string;
  readonly close: string;
  /** What may follow. */
  readonly texts: ReadonlyMap<string, Classification>;
  /** The last one whole, and its model: the events of one deployment mostly carry the same. */
  known: string;
  model: ModelVersion | null;
}

const IN_SQUARES: Lead = { open: "[", close: "] ", texts: FIXED, known: "\0", model: null };

/** In `model (name version) …` the label stands within the text. */
const BEHIND_MODEL: Lead = {
  open: "model (",
  close: ") ",
  texts: new Map(
    [...FIXED].flatMap(([text, means]) => (text.startsWith("model ") ? [[text.slice(6), means]] : [])),
  ),
  known: "\0",
  model: null,
};

/** What most of a feed is: a label and a text of the table, letter by letter. What `readings` says, sooner. */
function verbatimWithLabel(message: string): Classification | undefined {
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

function verbatimBehind(lead: Lead, message: string): Classification | undefined {
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

function matchPatterns(text: string): Classification | null {
  const { headed, all } = PATTERNS_BY_FIRST.get(text.charAt(0)) ?? WITHOUT_HEAD;
  for (const { template, core, means } of CORE_OF_ANY.test(text) ? all : headed) {
    const mayFit = text.startsWith(template.head) && text.includes(core);
    const captured = mayFit ? matchTemplate(template, text) : null;
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
