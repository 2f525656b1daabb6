import type { Language } from "@deploy-lens/core/vocabulary/labels";

export function listComma(language: Language): string {
  return language === "zh" ? "、" : ", ";
}

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
