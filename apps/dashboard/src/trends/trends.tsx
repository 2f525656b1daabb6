import type { FindingAnswer } from "@deploy-lens/api/findings/findings";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { durationText } from "@deploy-lens/core/text/duration";
import { Link } from "@tanstack/react-router";
import { useId, useMemo, useState } from "react";
import { TrendChart } from "../charts/trend-chart.tsx";
import type { TrendDay, TrendWindow } from "../charts/trend-shape.ts";
import { Empty } from "../design/notice.tsx";
import { useLanguage } from "../language/language.tsx";
import { useWords } from "../language/words.ts";
import { type Measured, PhaseName, usePhaseLabel } from "../phases/phase-name.tsx";
import { explorerSlice, useExplorer } from "../search/explorer-link.tsx";
import { momentText } from "../time/moment-text.ts";
import { useZone } from "../time/zone.tsx";
import { changeOf, changesIn } from "./trend-changes.ts";
import { trendsOf } from "./trend-days.ts";
import { TrendsTable } from "./trends-table.tsx";
import { TRENDS_WORDS } from "./words.ts";
import "./trends.css";

/** The lasting changes of a service. */
interface ServiceChanges {
  readonly projectId: string;
  readonly findings: readonly FindingAnswer[];
}

/** A small chart per phase over the same days, with a shared cursor; a service's lasting changes are marked. */
export function Trends({ durations, changes }: { durations: DeployDurations; changes?: ServiceChanges }) {
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
            changes={changesIn(changes?.findings ?? [], phase, window)}
            projectId={changes?.projectId ?? ""}
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
  window: TrendWindow;
  changes: readonly FindingAnswer[];
  projectId: string;
  cursorMs: number | null;
  onPoint: (dayMs: number | null) => void;
}) {
  const { phase, days, changes, cursorMs } = props;
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
        changes={changes.map(changeOf)}
        label={`${label(phase)}, ${t.trendNote}. ${said(last)}`}
        top={(maxMs) => durationText(maxMs, language)}
        cursorMs={cursorMs}
        onPoint={props.onPoint}
        onChoose={explore && ((dayMs) => explore(explorerSlice({ fromMs: dayMs, toMs: dayMs + 86_400_000 })))}
      />
      {changes.map((finding) => (
        <ChangeLink key={finding.id} finding={finding} projectId={props.projectId} />
      ))}
    </li>
  );
}

/** Says what the mark of a change means, and leads to its evidence. */
function ChangeLink({ finding, projectId }: { finding: FindingAnswer; projectId: string }) {
  const t = useWords(TRENDS_WORDS);
  const { language } = useLanguage();
  const zone = useZone();
  const { id, serviceId, since, ratio, summary } = finding;
  return (
    <Link
      className="trend-change-link small"
      to="/projects/$projectId/services/$serviceId/findings/$findingId"
      params={{ projectId, serviceId, findingId: id }}
      title={summary}
    >
      {t.change(momentText(Date.parse(since.at), "minute", language, zone), (ratio ?? 1).toFixed(2))}
    </Link>
  );
}
