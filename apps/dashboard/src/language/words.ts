import type { Bilingual, Language } from "@deploy-lens/core/vocabulary/labels";
import { useLanguage } from "./language.tsx";

type Entry = string | ((...values: never[]) => string);
type Words = Readonly<Record<string, Entry>>;

/** The same keys in the other language: text for text, and a function with the same parameters for a function. */
type Translated<Of extends Words> = {
  readonly [Key in keyof Of]: Of[Key] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : string;
};

/** Texts in both languages. A text missing in one of them does not compile. */
export interface Wording<Of extends Words> {
  readonly en: Of;
  readonly zh: Translated<Of>;
}

export function wording<const Of extends Words>(words: Wording<Of>): Wording<Of> {
  return words;
}

export function useWords<Of extends Words>(words: Wording<Of>): Translated<Of> {
  return inLanguage(words, useLanguage().language);
}

export function inLanguage<Of extends Words>(words: Wording<Of>, language: Language): Translated<Of> {
  return language === "zh" ? words.zh : asTranslated(words.en);
}

/** Picks the reader's language from bilingual labels, such as those of phases. */
export function useLabel(): (label: Bilingual) => string {
  const { language } = useLanguage();
  return (label) => label[language];
}

/** Guarantee: English texts are their own translation; {@link Translated} only widens their types. */
function asTranslated<Of extends Words>(english: Of): Translated<Of> {
  return english as unknown as Translated<Of>;
}
