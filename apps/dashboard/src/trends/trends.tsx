import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { durationText } from "@deploy-lens/core/text/duration";
import { useId, useMemo, useState } from "react";
import { TrendChart } from "../charts/trend-chart.tsx";
import type { TrendDay } from "../charts/trend-shape.ts";
import { Empty } from "../design/notice.tsx";
import { useLanguage } from "../language/language.tsx";
import { useWords } from "../language/words.ts";
import { type Measured, PhaseName, usePhaseLabel } from "../phases/phase-name.tsx";
import { explorerSlice, useExplorer } from "../search/explorer-link.tsx";
import { momentText } from "../time/moment-text.ts";
import { trendsOf } from "./trend-days.ts";
import { TrendsTable } from "./trends-table.tsx";
import { TRENDS_WORDS } from "./words.ts";
import "./trends.css";

/** A small chart per phase over the same days, with a shared cursor. */
export function Trends({ durations }: { durations: DeployDurations }) {
  const t = useWords(TRENDS_WORDS);
  const { language } = useLanguage();
  const trends = useMemo(() => trendsOf(durations), [durations]);
  const [cursorMs, setCursorMs] = useState<number | null>(null);
  const sliderId = useId();
  const days = (trends.get("total") ?? []).map(({ dayMs }) => dayMs).toSorted((a, b) => a - b);
  if (days.length === 0) return <Empty title={t.noDays}>{t.noTimesDo}</Empty>;
  const window = { fromMs: Date.parse(durations.window.from), toMs: Date.parse(durations.window.to) };
  const dayText = (dayMs: number) => momentText(dayMs, "day", language, "UTC");
  const chosen = cursorMs === null ? days.length - 1 : Math.max(0, days.indexOf(cursorMs));
  return (
    <>
      <ul className="trends">
        {[...trends].map(([phase, points]) => (
          <TrendOfPhase
            key={phase}
            phase={phase}
            days={points}
            window={window}
            cursorMs={cursorMs}
            onPoint={setCursorMs}
          />
        ))}
      </ul>
      <div className="trend-days small muted">
        <span>{dayText(window.fromMs)}</span>
        <label htmlFor={sliderId}>{t.day}</label>
        <input
          id={sliderId}
          className="no-print"
          type="range"
          min={0}
          max={days.length - 1}
          value={chosen}
          aria-valuetext={dayText(days[chosen] ?? 0)}
          onChange={({ target }) => setCursorMs(days[Number(target.value)] ?? null)}
        />
        <span>{dayText(window.toMs)}</span>
      </div>
      <details className="no-print">
        <summary className="small">{t.asTable}</summary>
        <TrendsTable trends={trends} days={days} dayText={dayText} />
      </details>
    </>
  );
}

function TrendOfPhase(props: {
  phase: Measured;
  days: readonly TrendDay[];
  window: { readonly fromMs: number; readonly toMs: number };
  cursorMs: number | null;
  onPoint: (dayMs: number | null) => void;
}) {
  const { phase, days, cursorMs } = props;
  const t = useWords(TRENDS_WORDS);
  const { language } = useLanguage();
  const label = usePhaseLabel();
  const explore = useExplorer();
  const said = (day: TrendDay | undefined) =>
    day === undefined
      ? ""
      : t.trendPoint(
          momentText(day.dayMs, "day", language, "UTC"),
          durationText(day.p50Ms, language),
          durationText(day.p90Ms, language),
          day.n,
        );
  const pointed = days.find(({ dayMs }) => dayMs === cursorMs);
  const last = days.toSorted((a, b) => a.dayMs - b.dayMs).at(-1);
  return (
    <li className="trend" data-phase={phase}>
      <h3>
        <PhaseName phase={phase} />
      </h3>
      <span className="trend-said small muted">{said(pointed ?? last)}</span>
      <TrendChart
        days={days}
        window={props.window}
        label={`${label(phase)}, ${t.trendNote}. ${said(last)}`}
        top={(maxMs) => durationText(maxMs, language)}
        cursorMs={cursorMs}
        onPoint={props.onPoint}
        onChoose={explore && ((dayMs) => explore(explorerSlice({ fromMs: dayMs, toMs: dayMs + 86_400_000 })))}
      />
    </li>
  );
}
