import { useLanguage } from "../language/language.tsx";
import { inBrackets, listComma } from "../language/punctuation.ts";
import { useWords, wording } from "../language/words.ts";
import type { ComparableKind } from "./usual-of-kind.ts";

const WORDS = wording({
  en: {
    built: "image built",
    buildCached: "build cached",
    pulled: "image pulled",
    pullCached: "image cached",
    several: "several models",
  },
  zh: {
    built: "重新构建镜像",
    buildCached: "复用已有镜像",
    pulled: "需拉取镜像",
    pullCached: "命中镜像缓存",
    several: "多模型",
  },
});

/** Names a kind of deployments in brackets: ` (image built, image cached)`; empty if it is any. */
export function useKindText(): (kind: ComparableKind | null | undefined) => string {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return (kind) => {
    const parts = [
      ...(kind?.built == null ? [] : [kind.built ? t.built : t.buildCached]),
      ...(kind?.cached == null ? [] : [kind.cached ? t.pullCached : t.pulled]),
      ...(kind?.several === true ? [t.several] : []),
    ];
    return parts.length === 0 ? "" : inBrackets(parts.join(listComma(language)), language);
  };
}
