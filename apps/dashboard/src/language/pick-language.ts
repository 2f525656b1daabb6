import { LANGUAGES, type Language } from "@deploy-lens/core/vocabulary/labels";

/**
 * The language to begin with: what the reader chose here before, else the first that the browser prefers and we speak.
 *
 * @example
 * pickLanguage(null, ["de-DE", "zh-Hans-CN", "en"]); // "zh"
 */
export function pickLanguage(kept: string | null, preferred: readonly string[]): Language {
  for (const tag of [kept ?? "", ...preferred]) {
    const spoken = LANGUAGES.find((language) => tag.toLowerCase().split("-")[0] === language);
    if (spoken !== undefined) return spoken;
  }
  return "en";
}
