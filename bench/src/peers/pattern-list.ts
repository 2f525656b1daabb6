import type { Rule } from "@deploy-lens/core/classify/rule";
import { CLASSIFICATION_RULES } from "@deploy-lens/core/classify/rules";

/** What one would write first: every text as a regular expression, tried one after another. */
const PATTERNS = CLASSIFICATION_RULES.flatMap((rule) =>
  textsOf(rule).map((text) => ({ rule: rule.id, pattern: patternOf(text) })),
);

/** The rule and the model of a text, by that list; `null` when no pattern fits. */
export function matchWithList(
  message: string,
): { readonly rule: string; readonly model: string | undefined } | null {
  for (const { rule, pattern } of PATTERNS) {
    const match = pattern.exec(message);
    if (match !== null)
      return { rule, model: match.groups?.before ?? match.groups?.within ?? match.groups?.after };
  }
  return null;
}

function textsOf({ says }: Rule): readonly string[] {
  return Object.values(says).flatMap((texts) => (typeof texts === "string" ? [texts] : (texts ?? [])));
}

function patternOf(text: string): RegExp {
  const literal = text
    .replace(/[.。]$/, "")
    .replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/<\w+>/g, "(?:.*?)")
    .replace(/^model /, "model (?:[[(](?<within>[^\\])]+)[\\])] )?");
  return new RegExp(
    `^(?:[[(](?<before>[^\\])]+)[\\])] ?)?${literal}(?: ?[[(](?<after>[^\\])]+)[\\])])?[.。]?$`,
    "i",
  );
}
