import type { ProjectPath } from "@deploy-lens/api/fields/ids";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { durationText } from "@deploy-lens/core/text/duration";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Answered } from "../design/answered.tsx";
import { Empty } from "../design/notice.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useLanguage } from "../language/language.tsx";
import { useWords } from "../language/words.ts";
import { type Measured, PhaseName } from "../phases/phase-name.tsx";
import { useApi } from "../queries/api.tsx";
import { durationsQuery } from "../queries/service-queries.ts";
import type { Slice } from "../range/slices.ts";
import { rankShifts, type ServiceShift } from "./ranking.ts";
import { CHANGES_WORDS } from "./words.ts";
import "./changes.css";

export interface ComparedWindows {
  readonly now: Slice;
  readonly before: Slice;
}

const SHOWN = 6;

/** Services by what their change costs a day; each opens to its phases. */
export function ChangesList(props: ProjectPath & { durations: DeployDurations; windows: ComparedWindows }) {
  const { durations, windows, projectId } = props;
  const t = useWords(CHANGES_WORDS);
  const shifts = useMemo(() => rankShifts(durations), [durations]);
  const [all, setAll] = useState(false);
  if (shifts.length === 0) return <Empty title={t.none}>{t.noneDo}</Empty>;
  // The most costly and those that save most: what lies between hardly changed.
  const few = [...shifts.slice(0, SHOWN - 2), ...shifts.slice(Math.max(SHOWN - 2, shifts.length - 2))];
  const shown = all ? shifts : few;
  const mostMs = Math.max(1, ...shifts.map(({ lostMsPerDay }) => Math.abs(lostMsPerDay)));
  return (
    <>
      <ul className="changes">
        {shown.map((shift) => (
          <li key={shift.serviceId}>
            <Shift shift={shift} mostMs={mostMs} windows={windows} projectId={projectId} />
          </li>
        ))}
      </ul>
      {shown.length < shifts.length && (
        <button type="button" className="button button-quiet" onClick={() => setAll(true)}>
          {t.showAll(shifts.length)}
        </button>
      )}
      <p className="small muted">{t.explained}</p>
    </>
  );
}

function Shift(props: { shift: ServiceShift; mostMs: number; windows: ComparedWindows } & ProjectPath) {
  const { shift, mostMs, windows, projectId } = props;
  const t = useWords(CHANGES_WORDS);
  const { language } = useLanguage();
  const [open, setOpen] = useState(false);
  const { lostMsPerDay: lostMs, p50, n, significant } = shift;
  const amount = durationText(Math.abs(lostMs), language);
  const tone = lostMs > 0 ? "change-slower" : "change-faster";
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span className="change-name">{shift.name}</span>
        <span className={significant === true ? `change-lost number ${tone}` : "change-lost number muted"}>
          <span className="hidden-visually">{t.lost} </span>
          <span title={t.lostTitle}>{lostMs >= 0 ? t.lostText(amount) : t.savedText(amount)}</span>
        </span>
        <span className="change-bar" aria-hidden="true">
          <span
            className={significant === true ? tone : undefined}
            style={{
              insetInlineStart: lostMs < 0 ? `${50 - (50 * -lostMs) / mostMs}%` : "50%",
              width: `${(50 * Math.abs(lostMs)) / mostMs}%`,
            }}
          />
        </span>
        <span className="change-p50 small">
          {t.p50} <BeforeAfter {...p50} />
        </span>
        <span className="change-n small muted" title={t.n}>
          {t.nText(n.before, n.after)} · {verdict(significant, t)}
        </span>
      </summary>
      {open && (
        <Phases serviceId={shift.serviceId} name={shift.name} windows={windows} projectId={projectId} />
      )}
    </details>
  );
}

function BeforeAfter(change: ServiceShift["p50"]) {
  const t = useWords(CHANGES_WORDS);
  const { language } = useLanguage();
  const text = (ms: number | null) => (ms === null ? "–" : durationText(ms, language));
  return (
    <>
      {text(change.beforeMs)} → {text(change.afterMs)}
      {change.ratio !== null && <span className="muted"> {t.times(change.ratio.toFixed(2))}</span>}
    </>
  );
}

function verdict(
  significant: boolean | null,
  t: { significant: string; notSignificant: string; tooFew: string },
): string {
  if (significant === null) return t.tooFew;
  return significant ? t.significant : t.notSignificant;
}

function Phases(props: { serviceId: string; name: string; windows: ComparedWindows } & ProjectPath) {
  const { serviceId, projectId } = props;
  const { now, before } = props.windows;
  const t = useWords(CHANGES_WORDS);
  const query = useQuery(
    durationsQuery(useApi(), { projectId, serviceId }, ["shift", now, before], () => ({
      groupBy: ["phase"],
      from: now.fromMs,
      to: now.toMs,
      compareTo: { from: before.fromMs, to: before.toMs },
      quantiles: [0.5],
    })),
  );
  return (
    <div className="change-phases">
      <Answered query={query} waiting={<Skeleton height={24} lines={6} />}>
        {({ comparison }) => (
          <table className="table table-stack" aria-label={t.phases(props.name)}>
            <tbody>
              {(comparison?.differences.groups ?? []).map(({ key, quantiles, n, rankSum }) => (
                <tr key={key.phase}>
                  <th scope="row">
                    <PhaseName phase={phaseOf(key.phase)} />
                  </th>
                  <td>
                    <BeforeAfter {...(quantiles["0.5"] ?? { beforeMs: null, afterMs: null, ratio: null })} />
                  </td>
                  <td className="small muted">
                    {t.nText(n.before, n.after)} · {verdict(rankSum?.significant ?? null, t)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Answered>
      <Link
        className="button"
        to="/projects/$projectId/services/$serviceId"
        params={{ projectId, serviceId }}
      >
        {t.perDay}
      </Link>
    </div>
  );
}

function phaseOf(phase: Measured | undefined): Measured {
  return phase ?? "total";
}
