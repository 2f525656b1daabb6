import { CLASSIFICATION_RULES } from "@deploy-lens/core/classify";
import type { Rule } from "@deploy-lens/core/classify/rule";

// An afternoon's work of a good engineer: strip the label, look up fixed texts in a map, and try regular
// expressions for the rest. It yields rule and model; ours also yields the failed step and accepts every variant of
// brackets and spaces.

const TEXTS = CLASSIFICATION_RULES.flatMap((rule) => textsOf(rule).map((text) => ({ rule: rule.id, text })));

const FIXED = new Map(
  TEXTS.filter(({ text }) => !text.includes("<")).flatMap(({ rule, text }) => [
    [text, rule] as const,
    [keyOf(text), rule] as const,
  ]),
);

const PATTERNS = TEXTS.filter(({ text }) => text.includes("<")).map(({ rule, text }) => ({
  rule,
  pattern: patternOf(text),
}));

const LABEL_WITHIN = /^(model )[[(]([^\])]+)[\])] (.*)$/is;
const LABEL_AFTER = /^(.*?) ?[[(]([^\])]+)[\])]\.?$/s;

/** The rule and the model of a text; `null` when nothing fits. */
export function matchWithMap(
  message: string,
): { readonly rule: string; readonly model: string | undefined } | null {
  const first = message.charCodeAt(0);
  if (first === 91 || first === 40) {
    const close = message.indexOf(first === 91 ? "]" : ")");
    const rule = close < 0 ? null : ruleOf(message.slice(message[close + 1] === " " ? close + 2 : close + 1));
    return rule === null ? null : { rule, model: message.slice(1, close) };
  }
  const plain = FIXED.get(message);
  if (plain !== undefined) return { rule: plain, model: undefined };
  const [, before = "", model, after = ""] = LABEL_WITHIN.exec(message) ?? [];
  const rule = ruleOf(model === undefined ? message : before + after);
  if (rule !== null) return { rule, model };
  const [, text, named] = LABEL_AFTER.exec(message) ?? [];
  const labelled = text === undefined ? null : ruleOf(text);
  return labelled === null ? null : { rule: labelled, model: named };
}

function ruleOf(text: string): string | null {
  const fixed = FIXED.get(text) ?? FIXED.get(keyOf(text));
  if (fixed !== undefined) return fixed;
  for (const { rule, pattern } of PATTERNS) if (pattern.test(text)) return rule;
  return null;
}

function keyOf(text: string): string {
  return text.toLowerCase().replace(/[.。]$/, "");
}

function textsOf({ says }: Rule): readonly string[] {
  return Object.values(says).flatMap((texts) => (typeof texts === "string" ? [texts] : (texts ?? [])));
}

function patternOf(text: string): RegExp {
  const literal = text
    .replace(/[.。]$/, "")
    .replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/<\w+>/g, "(?:.*?)");
  return new RegExp(`^${literal}[.。]?$`, "i");
}
