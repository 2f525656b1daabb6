import type { DeploymentAnswer, PhaseRunAnswer } from "@deploy-lens/api/deployments/deployment";
import { durationText } from "@deploy-lens/core/text/duration";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import { Card } from "../../design/card.tsx";
import { useLanguage } from "../../language/language.tsx";
import { percentText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { EtaText } from "../../live/eta-text.tsx";
import { PhaseName } from "../../phases/phase-name.tsx";
import { roundedMs } from "../../time/rounded-ms.ts";
import type { Usual } from "../../usual/against-usual.ts";
import { modelLabel, modelText } from "./mark.ts";
import type { UsualTimes } from "./use-usual.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";
import "./live-progress.css";

/** Current phases with elapsed and usual times, and the remaining time. */
export function LiveProgress(props: {
  deployment: DeploymentAnswer;
  usual: UsualTimes;
  /** The current time on the answer's clock. */
  nowMs: number;
  /** The service's progress as reported by ModelArts; `null` if it reports none. */
  progressPercent: number | null;
}) {
  const { deployment, usual, nowMs } = props;
  const t = useWords(DEPLOYMENT_WORDS);
  const running = runningPhases(deployment);
  const { eta } = deployment;
  const { language } = useLanguage();
  const silentMs = Math.max(0, nowMs - Date.parse(deployment.lastEventAt));
  const silentText = durationText(Math.floor(silentMs / 1000) * 1000, language);
  return (
    <Card title={t.doing} className="live">
      <div className="live-parts">
        <ul className="live-phases">
          {running.length === 0 && <li className="muted">{t.betweenPhases}</li>}
          {running.map((run) => (
            <Running
              key={`${run.phase} ${run.model === null ? "" : modelText(run.model)}`}
              run={run}
              several={deployment.models.length > 1}
              sinceMs={run.startedAt === null ? null : Math.max(0, nowMs - Date.parse(run.startedAt))}
              usual={usual.ofRun(run)}
            />
          ))}
        </ul>
        <div className="live-eta">
          <h3>{t.remains}</h3>
          <p className="live-eta-text">
            <EtaText eta={eta} sinceMs={Math.max(0, nowMs - Date.parse(deployment.asOf))} />
          </p>
          {eta !== null && <p className="small muted">{t.basedOn(eta.basedOn, t[eta.confidence])}</p>}
          <p className="small muted">{silentMs < 1000 ? t.silentNow : t.silentFor(silentText)}</p>
          {props.progressPercent !== null && (
            <p className="small muted">{t.progress(percentText(props.progressPercent))}</p>
          )}
        </div>
      </div>
    </Card>
  );
}

/** Phases that have started but not ended. */
export function runningPhases({ phases }: Pick<DeploymentAnswer, "phases">): PhaseRunAnswer[] {
  return phases.filter(({ endedAt, outcome }) => endedAt === null && outcome === null);
}

function Running(props: {
  run: PhaseRunAnswer;
  several: boolean;
  sinceMs: number | null;
  usual: Usual | undefined;
}) {
  const { run, several, sinceMs, usual } = props;
  const t = useWords(DEPLOYMENT_WORDS);
  const { language } = useLanguage();
  const p50 = usual?.p50Ms ?? null;
  const p90 = usual?.p90Ms ?? null;
  const late = p90 !== null && sinceMs !== null && sinceMs > p90;
  const scaleMs = Math.max((p90 ?? p50 ?? 1) * 1.25, sinceMs ?? 0);
  return (
    <li className="running" data-phase={run.phase}>
      <span className="running-name">
        <PhaseName phase={run.phase} />
        {several && run.model !== null && <span className="muted small">{modelLabel(run.model)}</span>}
        {run.attempts > 1 && <span className="badge tone-warn">{t.retries(run.attempts - 1)}</span>}
      </span>
      {sinceMs !== null && (
        <span className="running-time">
          {t.since(durationText(Math.floor(sinceMs / 1000) * 1000, language))}
        </span>
      )}
      {p50 !== null && (
        <span className="gauge" aria-hidden="true">
          <span
            className={late ? "gauge-fill gauge-late" : "gauge-fill"}
            style={{ width: `${Math.min(1, (sinceMs ?? 0) / scaleMs) * 100}%` }}
          />
          <span className="gauge-mark" style={{ left: `${(p50 / scaleMs) * 100}%` }} />
          {p90 !== null && <span className="gauge-mark" style={{ left: `${(p90 / scaleMs) * 100}%` }} />}
        </span>
      )}
      <span className="small muted running-usual">
        {usualWords(t, usual, language)}
        {late && <strong className="late"> · {t.pastP90}</strong>}
      </span>
    </li>
  );
}

function usualWords(
  t: ReturnType<typeof useWords<typeof DEPLOYMENT_WORDS.en>>,
  usual: Usual | undefined,
  language: Language,
): string {
  if (usual === undefined || usual.n === 0) return t.noUsual;
  if (usual.p50Ms === null) return t.tooFew(usual.n);
  const text = (ms: number) => durationText(roundedMs(ms, usual.relativeError), language);
  return usual.p90Ms === null
    ? t.usuallyP50(text(usual.p50Ms))
    : t.usually(text(usual.p50Ms), text(usual.p90Ms));
}
