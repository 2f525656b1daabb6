import type { DeployDurations } from "@deploy-lens/api/deploy-durations";
import type { Deployment, PhaseRun } from "@deploy-lens/api/deployment";
import { durationText } from "@deploy-lens/core/text/duration";
import { Card } from "../../design/card.tsx";
import { useLanguage } from "../../language/language.tsx";
import { percentText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { EtaText } from "../../live/eta-text.tsx";
import { PhaseName } from "../../phases/phase-name.tsx";
import { modelLabel, modelText } from "./mark.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";
import "./live-progress.css";

/** What a deployment under way is doing, for how long against usual, and what remains. */
export function LiveProgress(props: {
  deployment: Deployment;
  usual: DeployDurations | undefined;
  /** What time it is in the answer's own terms. */
  nowMs: number;
  /** How far ModelArts says the service is; `null` when it does not. */
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
              usual={usual}
            />
          ))}
        </ul>
        <div className="live-eta">
          <h3>{t.remains}</h3>
          <p className="live-eta-text">
            <EtaText eta={eta} sinceMs={Math.max(0, nowMs - Date.parse(deployment.asOf))} />
          </p>
          {eta !== null && <p className="small muted">{t.basedOn(eta.basedOn, t[eta.confidence])}</p>}
          <p className="small muted">{t.silentFor(silentText)}</p>
          {props.progressPercent !== null && (
            <p className="small muted">{t.progress(percentText(props.progressPercent, language))}</p>
          )}
        </div>
      </div>
    </Card>
  );
}

/** The phases that began and have not ended. */
export function runningPhases({ phases }: Pick<Deployment, "phases">): PhaseRun[] {
  return phases.filter(({ endedAt, outcome }) => endedAt === null && outcome === null);
}

function Running(props: {
  run: PhaseRun;
  several: boolean;
  sinceMs: number | null;
  usual: DeployDurations | undefined;
}) {
  const { run, several, sinceMs, usual } = props;
  const t = useWords(DEPLOYMENT_WORDS);
  const { language } = useLanguage();
  const figures = usual?.groups.find(({ key }) => key.phase === run.phase);
  const p50 = figures?.quantiles["0.5"];
  const p90 = figures?.quantiles["0.9"];
  const known = p50 != null && p90 != null;
  const late = known && sinceMs !== null && sinceMs > p90;
  const scaleMs = known ? Math.max(p90 * 1.25, sinceMs ?? 0) : 1;
  return (
    <li className="running" data-phase={run.phase}>
      <span className="running-name">
        <PhaseName phase={run.phase} />
        {several && run.model !== null && <span className="muted small">{modelLabel(run.model)}</span>}
        {run.attempts > 1 && <span className="badge tone-warn">{t.attempts(run.attempts)}</span>}
      </span>
      {sinceMs !== null && (
        <span className="running-time">
          {t.since(durationText(Math.floor(sinceMs / 1000) * 1000, language))}
        </span>
      )}
      {known && (
        <span className="gauge" aria-hidden="true">
          <span
            className={late ? "gauge-fill gauge-late" : "gauge-fill"}
            style={{ width: `${Math.min(1, (sinceMs ?? 0) / scaleMs) * 100}%` }}
          />
          <span className="gauge-mark" style={{ left: `${(p50 / scaleMs) * 100}%` }} />
          <span className="gauge-mark" style={{ left: `${(p90 / scaleMs) * 100}%` }} />
        </span>
      )}
      <span className="small muted running-usual">
        {known ? t.usually(durationText(p50, language), durationText(p90, language)) : t.noUsual}
        {late && <strong className="late"> · {t.pastP90}</strong>}
      </span>
    </li>
  );
}
