import type { Language } from "@deploy-lens/core/vocabulary/labels";

/** What stands between the items of a list. */
export function listComma(language: Language): string {
  return language === "zh" ? "、" : ", ";
}

/** A text in brackets, set apart from what stands before it. */
export function inBrackets(text: string, language: Language): string {
  return language === "zh" ? `（${text}）` : ` (${text})`;
}

/** A name and what is said of it. */
export function labelled(name: string, text: string, language: Language): string {
  return language === "zh" ? `${name}：${text}` : `${name}: ${text}`;
}

/** Sentences one after the other, the first without its full stop. */
export function sentence(text: string, language: Language): string {
  return language === "zh" ? `${text}。` : `${text}. `;
}
