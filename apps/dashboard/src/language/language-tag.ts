import type { Language } from "@deploy-lens/core/vocabulary/labels";

/** What `lang` and the platform's formatters call a language. */
export function languageTag(language: Language): string {
  return language === "zh" ? "zh-CN" : "en";
}
