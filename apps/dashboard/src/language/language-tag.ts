import type { Language } from "@deploy-lens/core/vocabulary/labels";

/** The BCP 47 tag for `lang` and `Intl`. */
export function languageTag(language: Language): string {
  return language === "zh" ? "zh-CN" : "en";
}
