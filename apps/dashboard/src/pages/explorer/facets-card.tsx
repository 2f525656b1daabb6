import type { ReactNode } from "react";
import { useSyncExternalStore } from "react";
import { useWords } from "../../language/words.ts";
import { EXPLORER_WORDS } from "./words.ts";

const NARROW = "(max-width: 960px)";

/** Beside the list on a wide screen; folded above it on a narrow one. */
export function FacetsCard({ children }: { children: ReactNode }) {
  const t = useWords(EXPLORER_WORDS);
  const narrow = useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(NARROW);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => window.matchMedia(NARROW).matches,
  );
  if (narrow) {
    return (
      <details className="card explorer-facets no-print">
        <summary>{t.filters}</summary>
        {children}
      </details>
    );
  }
  return (
    <section className="card explorer-facets no-print" aria-label={t.filters}>
      {children}
    </section>
  );
}
