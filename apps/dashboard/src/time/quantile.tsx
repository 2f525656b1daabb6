import { useLanguage } from "../language/language.tsx";
import { inBrackets } from "../language/punctuation.ts";
import { useWords, wording } from "../language/words.ts";
import { Duration } from "./duration.tsx";

const WORDS = wording({
  en: { few: "Small sample: interpret with care" },
  zh: { few: "样本较少，仅供参考" },
});

/** A percentile, marked if its sample is too small to mean much. */
export function Quantile(props: { ms: number | null; few: boolean; relativeError: number }) {
  const { ms, few, relativeError } = props;
  const t = useWords(WORDS);
  const { language } = useLanguage();
  if (ms === null) return <span className="muted">–</span>;
  if (!few) return <Duration ms={ms} relativeError={relativeError} />;
  return (
    <span className="few" title={t.few}>
      <Duration ms={ms} relativeError={relativeError} />
      <span className="hidden-visually">{inBrackets(t.few, language)}</span>
    </span>
  );
}
