import type { Language } from "@deploy-lens/core/vocabulary/labels";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { keepPreference, storedPreference } from "../preferences.ts";
import { languageTag } from "./language-tag.ts";
import { pickLanguage } from "./pick-language.ts";

interface LanguageChoice {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<LanguageChoice | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState(() => pickLanguage(storedPreference("language"), navigator.languages));
  useEffect(() => {
    document.documentElement.lang = languageTag(language);
  }, [language]);
  const setLanguage = useCallback((chosen: Language) => {
    keepPreference("language", chosen);
    choose(chosen);
  }, []);
  const value = useMemo(() => ({ language, setLanguage }), [language, setLanguage]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageChoice {
  const choice = use(LanguageContext);
  if (choice === null) throw new Error("useLanguage needs a LanguageProvider around it");
  return choice;
}
