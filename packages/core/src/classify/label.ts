import type { ModelVersion } from "../vocabulary/signal.ts";
import { canonical } from "./canonical.ts";

/** One interpretation of a text, with or without a model label. */
export interface Reading {
  /** The text without its label. */
  readonly text: string;
  readonly model: ModelVersion | null;
  /** True if only a text without slots may match, because brackets at the end often belong to the sentence. */
  readonly exactOnly: boolean;
}

/** Captures the parts before, inside and after the only pair of brackets in a text. */
const ONE_PAIR =
  /^([^[\]［］【】〔〕()（）]*)(?:[[［【〔]([^[\]［］【】〔〕()（）]*)[\]］】〕]|[(（]([^[\]［］【】〔〕()（）]*)[)）])([^[\]［］【】〔〕()（）]*)$/;
const ANY_OPEN = /[[［【〔(（]/;
const ENDS_IN_LABELLED_WORD = /(?:model|service)$/;
const ODD_SPACE = /\s\s|[^\S ]/;

/**
 * Lists the readings of a text: with its model label, and as it is.
 *
 * A label stands in front (`[m 1.0] starting model`), at the end (`building image for model [m 1.0]`) or after the
 * word "model" or "service" (`model (m 1.0) build image success`), in square, round or 【】 brackets. Names may contain
 * brackets: the label ends at the bracket that balances its first, and where they do not balance, at the last one
 * too.
 *
 * @example readings("[my model 3.0.0] starting model"); // [{ text: "starting model", model: { name: "my model",
 * version: "3.0.0" }, exactOnly: false }]
 */
export function readings(text: string): readonly Reading[] {
  const asItStands: Reading = { text, model: null, exactOnly: false };
  const cuts = cutsOf(text);
  if (cuts[0] === undefined) return [asItStands];
  if (!isLead(cuts[0].before)) {
    const atTheEnd = cuts.filter(({ after }) => canonical(after) === "");
    return [...atTheEnd.map((cut) => readingAt(cut, true)), asItStands];
  }
  return cuts.length === 1 ? [readingAt(cuts[0], false)] : cuts.map((cut) => readingAt(cut, false));
}

function readingAt({ before, label, after }: Cut, exactOnly: boolean): Reading {
  const text = before !== "" && after !== "" ? `${before} ${after}` : before || after;
  return { text, model: parseLabel(label), exactOnly };
}

/** True if brackets after these words are certainly a label, whatever follows. */
function isLead(before: string): boolean {
  return before === "" || ENDS_IN_LABELLED_WORD.test(before) || ENDS_IN_LABELLED_WORD.test(canonical(before));
}

interface Cut {
  readonly before: string;
  readonly label: string;
  readonly after: string;
}

function cutsOf(text: string): readonly Cut[] {
  const open = text.search(ANY_OPEN);
  if (open < 0) return [];
  const pair = ONE_PAIR.exec(text);
  if (pair !== null) {
    const [, before = "", square, round = "", after = ""] = pair;
    return [{ before: before.trimEnd(), label: square ?? round, after: after.trimStart() }];
  }
  return closings(text, open).map((close) => ({
    before: text.slice(0, open).trimEnd(),
    label: text.slice(open + 1, close),
    after: text.slice(close + 1).trimStart(),
  }));
}

/**
 * Indices at which the bracket at `open` may close: its balance; also the last bracket, if brackets do not balance
 * overall; none if there is none.
 */
function closings(text: string, open: number): readonly number[] {
  const kind = bracket(text.charCodeAt(open));
  let depth = 0;
  let balanced = -1;
  let last = -1;
  let depthAtLast = 0;
  for (let at = open; at < text.length; at++) {
    const found = bracket(text.charCodeAt(at));
    if (found === kind) depth++;
    if (found !== -kind) continue;
    depth--;
    last = at;
    depthAtLast = depth;
    if (depth === 0 && balanced < 0) balanced = at;
  }
  if (last < 0) return [];
  if (balanced < 0) return [last];
  return depthAtLast === 0 ? [balanced] : [balanced, last];
}

/** A square bracket is 1, a round one 2, closing ones are negative, and 0 is no bracket. By code: this runs per character. */
function bracket(code: number): number {
  switch (code) {
    case 0x5b: // [
    case 0xff3b: // ［
    case 0x3010: // 【
    case 0x3014: // 〔
      return 1;
    case 0x5d: // ]
    case 0xff3d: // ］
    case 0x3011: // 】
    case 0x3015: // 〕
      return -1;
    case 0x28: // (
    case 0xff08: // （
      return 2;
    case 0x29: // )
    case 0xff09: // ）
      return -2;
    default:
      return 0;
  }
}

/** The last label and its model, because the events of a deployment mostly carry the same one. */
let latest: { readonly label: string; readonly model: ModelVersion | null } = { label: "", model: null };

/**
 * Splits a label into a model's name and its version, the last word. Equal labels in a row share one frozen model.
 *
 * @example
 * parseLabel("zcjtestTF 3.0.0"); // { name: "zcjtestTF", version: "3.0.0" }
 * parseLabel("zcjtestTF"); // null: no version
 */
export function parseLabel(label: string): ModelVersion | null {
  if (label !== latest.label) latest = { label, model: splitLabel(label) };
  return latest.model;
}

function splitLabel(label: string): ModelVersion | null {
  const tidy = (ODD_SPACE.test(label) ? label.replace(/\s+/g, " ") : label).trim();
  const space = tidy.lastIndexOf(" ");
  return space < 0 ? null : Object.freeze({ name: tidy.slice(0, space), version: tidy.slice(space + 1) });
}
