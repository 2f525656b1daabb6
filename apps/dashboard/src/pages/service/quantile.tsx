import { useWords } from "../../language/words.ts";
import { Duration } from "../../time/duration.tsx";
import { SERVICE_WORDS } from "./words.ts";

/** A percentile; marked where so few samples stand behind it that it means little. */
export function Quantile({ ms, few }: { ms: number | null; few: boolean }) {
  const t = useWords(SERVICE_WORDS);
  if (ms === null) return <span className="muted">–</span>;
  if (!few) return <Duration ms={ms} />;
  return (
    <span className="few" title={t.few}>
      <Duration ms={ms} />
      <span className="hidden-visually"> ({t.few})</span>
    </span>
  );
}
