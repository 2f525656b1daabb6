import { type ReactNode, useCallback, useEffect, useState } from "react";
import { Icon } from "../../design/icon.tsx";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import { RANGE_NAMES } from "../../range/range-search.ts";
import { momentText } from "../../time/moment-text.ts";
import type { ZoneClock } from "../../time/zone-clock.ts";
import {
  type ExplorerSearch,
  type ExplorerWindow,
  instantText,
  pinned,
  USUAL_SPAN,
} from "./explorer-search.ts";
import { EXPLORER_WORDS } from "./words.ts";

const DAY_MS = 86_400_000;

interface FilterBarProps {
  readonly search: ExplorerSearch;
  readonly window: ExplorerWindow;
  readonly clock: ZoneClock;
  readonly zone: string;
  readonly onChange: (changes: ExplorerSearch) => void;
  readonly children: ReactNode;
}

/** The window, the text to search for, and what applies to the whole page. */
export function FilterBar(props: FilterBarProps) {
  const { search, window, clock, zone, onChange, children } = props;
  const t = useWords(EXPLORER_WORDS);
  const { language } = useLanguage();
  const setText = useCallback((text: string | undefined) => onChange({ text }), [onChange]);
  const isPinned = search.from !== undefined || search.to !== undefined;
  const range = search.range ?? USUAL_SPAN;
  return (
    <search className="card explorer-bar no-print">
      <div className="explorer-window">
        <fieldset className="segments" aria-label={t.window}>
          {RANGE_NAMES.map((name) => (
            <button
              key={name}
              type="button"
              className="segment"
              aria-pressed={!isPinned && name === range}
              onClick={() =>
                onChange({
                  range: name === USUAL_SPAN ? undefined : name,
                  from: undefined,
                  to: undefined,
                  zone: undefined,
                  region: undefined,
                })
              }
            >
              {t[name]}
            </button>
          ))}
          <button
            type="button"
            className="segment"
            aria-pressed={isPinned}
            onClick={() => isPinned || onChange(pinned(wholeDays(window, clock), zone))}
          >
            {t.days}
          </button>
        </fieldset>
        {isPinned && <DayFields {...props} />}
        <PinButton {...props} />
        {isPinned && (
          <span className="small muted">
            {t.pinnedTo(
              momentText(window.fromMs, "minute", language, zone),
              momentText(window.toMs, "minute", language, zone),
              zone,
            )}
          </span>
        )}
      </div>
      <div className="explorer-tools">
        <SearchField text={search.text} onChange={setText} />
        {children}
      </div>
    </search>
  );
}

function wholeDays({ fromMs, toMs }: ExplorerWindow, clock: ZoneClock): ExplorerWindow {
  return { fromMs: clock.dayStartMs(clock.dayOf(fromMs)), toMs: dayEndMs(clock.dayOf(toMs - 1), clock) };
}

/** The start of the next day. Midnight may be 23 or 25 hours away. */
function dayEndMs(day: string, clock: ZoneClock): number {
  return clock.dayStartMs(new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10));
}

/** Days apply once they form a window; until then the address is unchanged. */
function DayFields({ window, clock, zone, onChange }: FilterBarProps) {
  const t = useWords(EXPLORER_WORDS);
  const shown = { first: clock.dayOf(window.fromMs), last: clock.dayOf(window.toMs - 1) };
  const [typed, setTyped] = useState<typeof shown | null>(null);
  const days = typed ?? shown;
  const set = (next: typeof shown) => {
    const isWindow = next.first !== "" && next.last !== "" && next.first <= next.last;
    setTyped(isWindow ? null : next);
    if (!isWindow) return;
    const from = instantText(clock.dayStartMs(next.first));
    onChange({ from, to: instantText(dayEndMs(next.last, clock)), zone, region: undefined });
  };
  return (
    <>
      <label className="inline-field">
        <span className="muted small">{t.from}</span>
        <input
          className="input"
          type="date"
          value={days.first}
          onChange={({ target }) => set({ ...days, first: target.value })}
        />
      </label>
      <label className="inline-field">
        <span className="muted small">{t.to}</span>
        <input
          className="input"
          type="date"
          value={days.last}
          onChange={({ target }) => set({ ...days, last: target.value })}
        />
      </label>
    </>
  );
}

function PinButton({ search, window, zone, onChange }: FilterBarProps) {
  const t = useWords(EXPLORER_WORDS);
  const [state, setState] = useState<"idle" | "pinned" | "copied" | "refused">("idle");
  // The address is that of the pinned window only after the navigation.
  useEffect(() => {
    if (state !== "pinned" || search.from === undefined) return;
    navigator.clipboard.writeText(location.href).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  }, [state, search.from]);
  useEffect(() => {
    if (state !== "copied" && state !== "refused") return;
    const timer = setTimeout(() => setState("idle"), 5_000);
    return () => clearTimeout(timer);
  }, [state]);
  const pin = () => {
    setState("pinned");
    if (search.from !== undefined && search.to !== undefined && search.zone !== undefined) return;
    onChange(pinned({ ...window, toMs: Math.min(window.toMs, Date.now()) }, zone));
  };
  return (
    <>
      <button type="button" className="button" title={t.pinTitle} onClick={pin}>
        <Icon name="copy" />
        {t.pin}
      </button>
      <span role="status" className="small">
        {state === "copied" && t.copied}
        {state === "refused" && t.notCopied}
      </span>
    </>
  );
}

const PAUSE_MS = 350;

/** Searches when the reader pauses: each search looks through the texts of all deployments. */
function SearchField(props: { text: string | undefined; onChange: (text: string | undefined) => void }) {
  const { text = "", onChange } = props;
  const t = useWords(EXPLORER_WORDS);
  /** Typed and not yet in the address. */
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => {
    if (typed === null) return;
    if (typed === text) return setTyped(null);
    const timer = setTimeout(() => onChange(typed || undefined), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, text, onChange]);
  return (
    <label className="field field-find">
      {t.search}
      <input
        className="input"
        type="search"
        placeholder={t.searchHint}
        maxLength={200}
        value={typed ?? text}
        onChange={({ target }) => setTyped(target.value)}
      />
    </label>
  );
}
