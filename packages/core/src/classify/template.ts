import type { Operation } from "../vocabulary/signal.ts";
import { canonical } from "./canonical.ts";

const SLOTS = ["any", "name", "operation", "error"] as const;
type Slot = (typeof SLOTS)[number];

/** A text of the table, prepared for matching canonical texts. */
export interface Template {
  /** Canonical text before, between and after the slots. */
  readonly literals: readonly [string, ...string[]];
  readonly slots: readonly Slot[];
  /** The first literal without its last space; every match begins with it. */
  readonly head: string;
}

/** The values that a template's slots captured. */
export interface Captured {
  readonly operation: Operation | null;
  readonly error: string | null;
}

/** Private-use characters stand in for the slots while the template becomes canonical. */
const FIRST_STAND_IN = 0xe000;
const STAND_IN = new RegExp(`([\\u{E000}-\\u{${(FIRST_STAND_IN + SLOTS.length - 1).toString(16)}}])`, "u");

/**
 * Parses a text of the table with its slots.
 *
 * @example
 * parseTemplate("Failed to stop the service. Error: <error>");
 * // { literals: ["failed to stop the service error ", ""], slots: ["error"], head: "failed to stop the service error" }
 */
export function parseTemplate(text: string): Template {
  const marked = SLOTS.reduce(
    (sofar, slot, index) => sofar.replaceAll(`<${slot}>`, String.fromCharCode(FIRST_STAND_IN + index)),
    text,
  );
  const [first = "", ...pieces] = canonical(marked).split(STAND_IN);
  const slots: Slot[] = [];
  const literals: [string, ...string[]] = [first];
  for (const [index, piece] of pieces.entries()) {
    if (index % 2 === 1) literals.push(piece);
    else slots.push(slotOf(piece));
  }
  return { literals, slots, head: first.trimEnd() };
}

/**
 * The longest literal of a template after its head, trimmed, which every match contains; the head itself if nothing
 * follows it.
 *
 * @example
 * coreOf(parseTemplate("<any>资源不足 <any>")); // "资源不足"
 */
export function coreOf({ literals: [, ...behind], head }: Template): string {
  const core = behind.map((literal) => literal.trim()).reduce((a, b) => (b.length > a.length ? b : a), "");
  return core === "" ? head : core;
}

/** Every stand-in is in {@link SLOTS}: the pattern that cuts them out has exactly their range. */
function slotOf(standIn: string): Slot {
  return SLOTS[standIn.charCodeAt(0) - FIRST_STAND_IN] ?? "any";
}

/**
 * Matches a canonical text against a template, `null` when it does not fit.
 *
 * Each literal is searched for once, from left to right: linear in any text. A slot at the end may be empty along
 * with the space before it.
 *
 * @example
 * matchTemplate(parseTemplate("Service <operation> failed. Error: <error>"), "service update failed error no space");
 * // { operation: "update", error: "no space" }
 */
export function matchTemplate(template: Template, text: string): Captured | null {
  const { literals, slots } = template;
  if (!text.startsWith(template.head)) return null;
  const padded = literals.at(-1) === "" ? `${text} ` : text;
  if (!padded.startsWith(literals[0])) return null;
  let at = literals[0].length;
  let operation: Operation | null = null;
  let error: string | null = null;
  for (const [index, slot] of slots.entries()) {
    const literal = literals[index + 1] ?? "";
    const isLast = index === slots.length - 1;
    const end = isLast ? endOfLast(padded, literal, at) : padded.indexOf(literal, at);
    if (end < 0) return null;
    const captured = padded.slice(at, end).trim();
    if (slot === "name" && !isName(captured)) return null;
    if (slot === "operation") {
      operation = OPERATION_WORDS.get(captured) ?? null;
      if (operation === null) return null;
    }
    if (slot === "error") error = captured;
    at = end + literal.length;
  }
  return { operation, error };
}

function endOfLast(text: string, literal: string, from: number): number {
  const end = text.length - literal.length;
  return end >= from && text.endsWith(literal) ? end : -1;
}

/** Words that are not names and reverse the meaning: "Service not started." */
const NEVER_A_NAME = new Set(
  "a an are be been being can cannot has have is no not never to the was will".split(" "),
);

function isName(text: string): boolean {
  return text !== "" && !text.includes(" ") && !NEVER_A_NAME.has(text);
}

/** The words for an operation in texts that report its failure. */
const OPERATION_WORDS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["deploy", "deploy"],
  ["deployment", "deploy"],
  ["deploying", "deploy"],
  ["update", "update"],
  ["updating", "update"],
  ["upgrade", "update"],
  ["rollback", "rollback"],
  ["start", "start"],
  ["starting", "start"],
  ["startup", "start"],
  ["stop", "stop"],
  ["stopping", "stop"],
  ["auto stop", "auto_stop"],
  ["delete", "delete"],
  ["deleting", "delete"],
  ["deletion", "delete"],
]);
