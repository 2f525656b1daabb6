import { LANGUAGES, type Language } from "@deploy-lens/core/vocabulary/labels";

/**
 * Negotiates the language: the caller's first supported one, English otherwise. Source: RFC 9110, 12.5.4.
 *
 * @example
 * preferredLanguage("zh-CN,zh;q=0.9,en;q=0.8"); // "zh"
 * preferredLanguage("fr, *;q=0.1"); // "en"
 */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  let best: { readonly language: Language; readonly quality: number } | null = null;
  for (const range of acceptLanguage?.split(",") ?? []) {
    const [tag = "", ...parameters] = range.trim().toLowerCase().split(";");
    const language = LANGUAGES.find((candidate) => tag === candidate || tag.startsWith(`${candidate}-`));
    const weight = parameters.map((text) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(text)?.[1]).find(Boolean);
    const quality = weight === undefined ? 1 : Number(weight);
    if (language !== undefined && quality > (best?.quality ?? 0)) best = { language, quality };
  }
  return best?.language ?? "en";
}
