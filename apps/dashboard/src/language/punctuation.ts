import type { Language } from "@deploy-lens/core/vocabulary/labels";

/** The separator of list items. */
export function listComma(language: Language): string {
  return language === "zh" ? "、" : ", ";
}

/** Text in brackets, with the space before it. */
export function inBrackets(text: string, language: Language): string {
  return language === "zh" ? `（${text}）` : ` (${text})`;
}

export function labelled(name: string, text: string, language: Language): string {
  return language === "zh" ? `${name}：${text}` : `${name}: ${text}`;
}

/** A sentence without its full stop, to be followed by another. */
export function sentence(text: string, language: Language): string {
  return language === "zh" ? `${text}。` : `${text}. `;
}
