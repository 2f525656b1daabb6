import { SliceBars } from "../../charts/slice-bars.tsx";
import { useLanguage } from "../../language/language.tsx";
import { listComma } from "../../language/punctuation.ts";
import { useWords } from "../../language/words.ts";
import type { SliceCounts } from "../../queries/project-queries.ts";
import { useSliceText } from "../../range/range-text.ts";
import { explorerSlice, useExplorer } from "../../search/explorer-link.tsx";
import type { ExplorerSearch } from "../explorer/explorer-search.ts";
import { PROJECT_WORDS } from "./words.ts";

/** Counts in each part of the window; keeps its place while they are loading. */
export function CountsOverTime(props: {
  name: string;
  slices: readonly SliceCounts[] | undefined;
  countOf: (slice: SliceCounts) => number;
  most: number;
  filter: ExplorerSearch;
  tone?: "good" | "bad" | "neutral";
}) {
  const { name, slices, countOf, most, filter, tone } = props;
  const t = useWords(PROJECT_WORDS);
  const { language } = useLanguage();
  const windowText = useSliceText();
  const explore = useExplorer();
  if (slices === undefined) return <span className="slice-bars" />;
  const bars = slices.map((slice) => ({
    value: countOf(slice),
    title: t.part(windowText(slice), countOf(slice)),
  }));
  const counts = bars.map(({ title }) => title).join(listComma(language));
  const onBar = (index: number) => {
    const slice = slices[index];
    if (slice !== undefined) explore?.({ ...filter, ...explorerSlice(slice) });
  };
  return (
    <SliceBars
      bars={bars}
      most={most}
      label={t.overTime(name, counts)}
      onBar={explore === null ? undefined : onBar}
      tone={tone ?? "bad"}
    />
  );
}
