import type { DeployDurations } from "@deploy-lens/api/deploy-durations";
import type { Deployment, PhaseRun } from "@deploy-lens/api/deployment";
import { durationText } from "@deploy-lens/core/text/duration";
import {
  NEIGHBOUR_LABELS,
  PHASE_FLAG_LABELS,
  PHASE_OUTCOME_LABELS,
} from "@deploy-lens/core/vocabulary/labels";
import { ScrollRegion } from "../../design/scroll-region.tsx";
import { useLanguage } from "../../language/language.tsx";
import { useLabel, useWords } from "../../language/words.ts";
import { PhaseName } from "../../phases/phase-name.tsx";
import { Duration } from "../../time/duration.tsx";
import { modelLabel, modelText } from "./mark.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** The deployment in numbers: every phase, every gap, and that they add up. */
export function PhaseTable({
  deployment,
  usual,
}: {
  deployment: Deployment;
  usual: DeployDurations | undefined;
}) {
  const t = useWords(DEPLOYMENT_WORDS);
  const label = useLabel();
  const several = deployment.models.length > 1;
  // What is usual is known of a phase over all models: of one model among several it says nothing.
  const compared = !several;
  const sumMs =
    deployment.phases.reduce((sum, { criticalMs }) => sum + criticalMs, 0) +
    deployment.gaps.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <ScrollRegion label={t.phases}>
      <table className="table table-stack phase-table">
        <thead>
          <tr>
            <th scope="col">{t.phase}</th>
            <th scope="col" className="number">
              {t.took}
            </th>
            <th scope="col" className="number">
              {t.ms}
            </th>
            <th scope="col" className="number">
              {t.critical}
            </th>
            {compared && (
              <th scope="col" className="number">
                {t.usual}
              </th>
            )}
            <th scope="col">{t.notes}</th>
          </tr>
        </thead>
        <tbody>
          {deployment.phases.map((run) => (
            <RunRow
              key={`${run.phase} ${run.model === null ? "" : modelText(run.model)}`}
              run={run}
              several={several}
              usualMs={compared ? medianOf(usual, run.phase) : undefined}
            />
          ))}
          {deployment.gaps.map((gap) => (
            <tr key={gap.startedAt} className="gap-row">
              <th scope="row">
                <span className="phase-name">
                  <span className="phase-swatch phase-fill" data-phase="gap" aria-hidden="true" />
                  {t.gap(label(NEIGHBOUR_LABELS[gap.after]), label(NEIGHBOUR_LABELS[gap.before]))}
                </span>
              </th>
              <td className="number">
                <Duration ms={gap.ms} />
              </td>
              <td className="number" data-label={t.ms}>
                {t.milliseconds(gap.ms)}
              </td>
              <td className="number" data-label={t.critical}>
                {t.milliseconds(gap.ms)}
              </td>
              {compared && <td />}
              <td />
            </tr>
          ))}
          <tr className="sum-row">
            <th scope="row">{t.sum}</th>
            <td className="number">
              <Duration ms={sumMs} />
            </td>
            <td />
            <td className="number" data-label={t.critical}>
              {t.milliseconds(sumMs)}
            </td>
            {compared && <td />}
            <td className="small muted sum-note">{t.sumNote}</td>
          </tr>
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface RunRowProps {
  readonly run: PhaseRun;
  readonly several: boolean;
  /** `undefined`: the table has no such column. */
  readonly usualMs: number | null | undefined;
}

function RunRow({ run, several, usualMs }: RunRowProps) {
  const t = useWords(DEPLOYMENT_WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const retried = run.attempts > 1;
  const notes = [
    ...(run.outcome === "success" ? [] : [label(PHASE_OUTCOME_LABELS[run.outcome ?? "open"])]),
    ...(retried ? [t.attempts(run.attempts)] : []),
    ...(retried && run.activeMs !== null && run.activeMs !== run.wallMs
      ? [t.active(durationText(run.activeMs, language))]
      : []),
    ...run.flags.map((flag) => label(PHASE_FLAG_LABELS[flag])),
  ];
  return (
    <tr>
      <th scope="row">
        <PhaseName phase={run.phase} />
        {several && run.model !== null && (
          <span className="run-model small muted">{modelLabel(run.model)}</span>
        )}
      </th>
      <td className="number">
        {run.wallMs === null ? <span className="muted">{t.open}</span> : <Duration ms={run.wallMs} />}
      </td>
      <td className="number" data-label={t.ms}>
        {run.wallMs === null ? "–" : t.milliseconds(run.wallMs)}
      </td>
      <td className="number" data-label={t.critical}>
        {t.milliseconds(run.criticalMs)}
      </td>
      {usualMs !== undefined && (
        <td className="number" data-label={t.usual}>
          {usualMs === null ? "–" : <Duration ms={usualMs} />}
        </td>
      )}
      <td className="small muted">{notes.join(" · ")}</td>
    </tr>
  );
}

function medianOf(usual: DeployDurations | undefined, phase: PhaseRun["phase"]): number | null {
  return usual?.groups.find(({ key }) => key.phase === phase)?.quantiles["0.5"] ?? null;
}
