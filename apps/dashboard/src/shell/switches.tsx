import { LANGUAGES, type Language } from "@deploy-lens/core/vocabulary/labels";
import { useLanguage } from "../language/language.tsx";
import { languageTag } from "../language/language-tag.ts";
import { useWords, wording } from "../language/words.ts";
import { THEMES, useTheme } from "../theme/theme.ts";

const WORDS = wording({
  en: { language: "Language", theme: "Theme", system: "System", light: "Light", dark: "Dark" },
  zh: { language: "语言", theme: "外观", system: "跟随系统", light: "浅色", dark: "深色" },
});

/** Each language in its own words, since the reader may not understand the other. */
const NAMES: Record<Language, readonly [short: string, full: string]> = {
  en: ["EN", "English"],
  zh: ["中文", "简体中文"],
};

export function LanguageSwitch() {
  const { language, setLanguage } = useLanguage();
  const t = useWords(WORDS);
  return (
    <fieldset className="segments switch" aria-label={t.language}>
      {LANGUAGES.map((one) => (
        <button
          key={one}
          type="button"
          className="segment"
          lang={languageTag(one)}
          title={NAMES[one][1]}
          aria-pressed={one === language}
          onClick={() => setLanguage(one)}
        >
          {NAMES[one][0]}
        </button>
      ))}
    </fieldset>
  );
}

export function ThemeSwitch() {
  const [theme, setTheme] = useTheme();
  const t = useWords(WORDS);
  return (
    <select
      className="input theme-switch"
      aria-label={t.theme}
      value={theme}
      onChange={(event) => setTheme(THEMES.find((one) => one === event.target.value) ?? "system")}
    >
      {THEMES.map((one) => (
        <option key={one} value={one}>
          {t[one]}
        </option>
      ))}
    </select>
  );
}
