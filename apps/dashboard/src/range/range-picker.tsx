import { useState } from "react";
import { useWords } from "../language/words.ts";
import { dayAfter, dayBefore, daysOf, RANGE_NAMES, type RangeSearch, USUAL_RANGE } from "./range-search.ts";
import { RANGE_WORDS } from "./words.ts";
import "./range.css";

interface RangeProps {
  readonly search: RangeSearch;
  readonly onChange: (changes: RangeSearch) => void;
}

/** The window of a page: a range up to now, or days. */
export function RangePicker({ search, onChange }: RangeProps) {
  const t = useWords(RANGE_WORDS);
  const hasDays = search.from !== undefined || search.to !== undefined;
  const range = search.range ?? USUAL_RANGE;
  return (
    <>
      <fieldset className="segments range-segments" aria-label={t.window}>
        {RANGE_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            className="segment"
            aria-pressed={!hasDays && name === range}
            onClick={() =>
              onChange({ range: name === USUAL_RANGE ? undefined : name, from: undefined, to: undefined })
            }
          >
            {t[name]}
          </button>
        ))}
        <button
          type="button"
          className="segment"
          aria-pressed={hasDays}
          onClick={() => hasDays || onChange({ ...daysOf(search, Date.now()), range: undefined })}
        >
          {t.days}
        </button>
      </fieldset>
      {hasDays && <DayFields search={search} onChange={onChange} />}
    </>
  );
}

/** Days apply once they form a valid window; until then the URL is unchanged. */
function DayFields({ search, onChange }: RangeProps) {
  const t = useWords(RANGE_WORDS);
  const [impossible, setImpossible] = useState<{ from: string; lastDay: string } | null>(null);
  const { from, lastDay } = impossible ?? {
    from: search.from ?? "",
    lastDay: search.to === undefined ? "" : dayBefore(search.to),
  };
  const set = (next: { from: string; lastDay: string }) => {
    const possible = next.from === "" || next.lastDay === "" || next.from <= next.lastDay;
    setImpossible(possible ? null : next);
    if (!possible) return;
    const to = next.lastDay === "" ? undefined : dayAfter(next.lastDay);
    onChange({ from: next.from || undefined, to, range: undefined });
  };
  return (
    <>
      <label className="inline-field">
        <span className="muted small">{t.from}</span>
        <input
          className="input"
          type="date"
          value={from}
          max={lastDay || undefined}
          onChange={({ target }) => set({ from: target.value, lastDay })}
        />
      </label>
      <label className="inline-field">
        <span className="muted small">{t.to}</span>
        <input
          className="input"
          type="date"
          value={lastDay}
          min={from || undefined}
          onChange={({ target }) => set({ from, lastDay: target.value })}
        />
      </label>
    </>
  );
}
