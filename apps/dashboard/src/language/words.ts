import type { Bilingual, Language } from "@deploy-lens/core/vocabulary/labels";
import { useLanguage } from "./language.tsx";

type Entry = string | ((...values: never[]) => string);
type Words = Readonly<Record<string, Entry>>;

/** The same keys in the other language: a text where there is a text, a function of the same values where there is one. */
type Translated<Of extends Words> = {
  readonly [Key in keyof Of]: Of[Key] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : string;
};

/** What some part of the page says, in both languages; a text that one of them lacks does not compile. */
export interface Wording<Of extends Words> {
  readonly en: Of;
  readonly zh: Translated<Of>;
}

export function wording<const Of extends Words>(words: Wording<Of>): Wording<Of> {
  return words;
}

/** The words of the reader's language. */
export function useWords<Of extends Words>(words: Wording<Of>): Translated<Of> {
  return inLanguage(words, useLanguage().language);
}

/** The words of a language, for code that is no component. */
export function inLanguage<Of extends Words>(words: Wording<Of>, language: Language): Translated<Of> {
  return language === "zh" ? words.zh : asTranslated(words.en);
}

/** Says "phase" labels and the like in the reader's language. */
export function useLabel(): (label: Bilingual) => string {
  const { language } = useLanguage();
  return (label) => label[language];
}

/** English words are their own translation: {@link Translated} only widens the texts, which the compiler cannot see. */
function asTranslated<Of extends Words>(english: Of): Translated<Of> {
  return english as unknown as Translated<Of>;
}
