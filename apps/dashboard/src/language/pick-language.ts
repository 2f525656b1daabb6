import { LANGUAGES, type Language } from "@deploy-lens/core/vocabulary/labels";

/**
 * The initial language: the reader's stored choice, else the browser's first preference that we support.
 *
 * @example
 * pickLanguage(null, ["de-DE", "zh-Hans-CN", "en"]); // "zh"
 */
export function pickLanguage(stored: string | null, preferred: readonly string[]): Language {
  for (const tag of [stored ?? "", ...preferred]) {
    const spoken = LANGUAGES.find((language) => tag.toLowerCase().split("-")[0] === language);
    if (spoken !== undefined) return spoken;
  }
  return "en";
}
