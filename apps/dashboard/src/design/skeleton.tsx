import { useWords, wording } from "../language/words.ts";

const WORDS = wording({ en: { loading: "Loading" }, zh: { loading: "加载中" } });

/** A placeholder with the height of the content to come, so that nothing moves when it arrives. */
export function Skeleton({ height, lines = 1 }: { height: number; lines?: number }) {
  const { loading } = useWords(WORDS);
  return (
    <div role="status" aria-label={loading}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton" style={{ height, marginBlockEnd: lines > 1 ? 10 : 0 }} />
      ))}
    </div>
  );
}
