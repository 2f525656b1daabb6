import type { DeploymentAnswer, PhaseRunAnswer } from "@deploy-lens/api/deployments/deployment";
import { durationText } from "@deploy-lens/core/text/duration";
import {
  NEIGHBOUR_LABELS,
  PHASE_FLAG_LABELS,
  PHASE_OUTCOME_LABELS,
} from "@deploy-lens/core/vocabulary/labels";
import { useState } from "react";
import { NumberHead } from "../../design/number-head.tsx";
import { usePrinting } from "../../design/printing.ts";
import { ScrollRegion } from "../../design/scroll-region.tsx";
import { useLanguage } from "../../language/language.tsx";
import { useLabel, useWords } from "../../language/words.ts";
import { PhaseName } from "../../phases/phase-name.tsx";
import { Duration } from "../../time/duration.tsx";
import { againstUsual, type Usual } from "../../usual/against-usual.ts";
import { modelLabel, modelText } from "./mark.ts";
import type { UsualTimes } from "./use-usual.ts";
import { partLanes, type WaterfallShape } from "./waterfall-shape.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** The deployment in figures: every phase and gap, and their sum. Uses the same moment as the waterfall. */
export function PhaseTable(props: {
  deployment: DeploymentAnswer;
  shape: WaterfallShape;
  usual: UsualTimes;
}) {
  const { deployment, shape, usual } = props;
  const t = useWords(DEPLOYMENT_WORDS);
  const label = useLabel();
  const several = deployment.models.length > 1;
  const { shown, quiet } = partLanes(shape);
  const [opened, setOpened] = useState(false);
  const allShown = usePrinting() || opened;
  const bars = (allShown ? shape.lanes : shown).flatMap((lane) => lane.bars);
  const foldedMs = allShown
    ? 0
    : lengthOf(quiet.flatMap((lane) => lane.bars).flatMap(({ critical }) => critical));
  // While open, time since the last event is attributed to nothing yet.
  const silentMs = lengthOf(shape.path.filter(({ phase }) => phase === null)) - gapsMs(deployment);
  return (
    <ScrollRegion label={t.phases}>
      <table className="table table-stack phase-table">
        <thead>
          <tr>
            <th scope="col">{t.phase}</th>
            <NumberHead>{t.took}</NumberHead>
            <NumberHead>{t.critical}</NumberHead>
            <NumberHead title={several ? t.usualOfModelTitle : t.usualTitle}>{t.usual}</NumberHead>
            <th scope="col">{t.notes}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ run, critical }) => (
            <RunRow
              key={`${run.phase} ${run.model === null ? "" : modelText(run.model)}`}
              run={run}
              criticalMs={lengthOf(critical)}
              several={several}
              usual={usual.ofRun(run)}
            />
          ))}
          {!allShown && quiet.length > 0 && (
            <tr className="folded-row">
              <th scope="row">
                <button type="button" className="button button-quiet" onClick={() => setOpened(true)}>
                  {t.showQuiet(quiet.length)}
                </button>
              </th>
              <td />
              <td className="number" data-label={t.critical}>
                <Duration ms={foldedMs} />
              </td>
              <td />
              <td />
            </tr>
          )}
          {deployment.gaps.map((gap) => (
            <GapRow
              key={gap.startedAt}
              name={t.gap(label(NEIGHBOUR_LABELS[gap.after]), label(NEIGHBOUR_LABELS[gap.before]))}
              ms={gap.ms}
            />
          ))}
          {silentMs > 0 && <GapRow name={t.sinceLast} ms={silentMs} />}
          <tr className="sum-row">
            <th scope="row">{t.sum}</th>
            <td />
            <td className="number" data-label={t.critical}>
              <Duration ms={lengthOf(shape.path)} />
            </td>
            <td />
            <td className="small muted sum-note">{t.sumNote}</td>
          </tr>
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function lengthOf(stretches: readonly { readonly fromMs: number; readonly toMs: number }[]): number {
  return stretches.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

function gapsMs({ gaps }: Pick<DeploymentAnswer, "gaps">): number {
  return gaps.reduce((sum, { ms }) => sum + ms, 0);
}

function GapRow({ name, ms }: { name: string; ms: number }) {
  const t = useWords(DEPLOYMENT_WORDS);
  return (
    <tr className="gap-row">
      <th scope="row">
        <span className="phase-name">
          <span className="phase-swatch phase-fill" data-phase="gap" aria-hidden="true" />
          {name}
        </span>
      </th>
      <td className="number" data-label={t.took}>
        <Duration ms={ms} />
      </td>
      <td className="number" data-label={t.critical}>
        <Duration ms={ms} />
      </td>
      <td />
      <td />
    </tr>
  );
}

interface RunRowProps {
  readonly run: PhaseRunAnswer;
  readonly criticalMs: number;
  readonly several: boolean;
  readonly usual: Usual | undefined;
}

function RunRow({ run, criticalMs, several, usual }: RunRowProps) {
  const t = useWords(DEPLOYMENT_WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const retries = run.attempts - 1;
  const notes = [
    ...(run.outcome === "success" ? [] : [label(PHASE_OUTCOME_LABELS[run.outcome ?? "open"])]),
    ...(retries > 0 ? [t.retries(retries)] : []),
    ...(retries > 0 && run.activeMs !== null && run.activeMs !== run.wallMs
      ? [t.active(durationText(run.activeMs, language))]
      : []),
    ...run.flags.map((flag) => label(PHASE_FLAG_LABELS[flag])),
  ];
  const against = usual === undefined || run.wallMs === null ? null : againstUsual(run.wallMs, usual);
  const isUnusual = against !== null && against !== "same" && against.unusual;
  return (
    <tr>
      <th scope="row">
        <PhaseName phase={run.phase} />
        {several && run.model !== null && (
          <span className="run-model small muted">{modelLabel(run.model)}</span>
        )}
      </th>
      <td className="number" data-label={t.took}>
        {run.wallMs === null ? <span className="muted">{t.open}</span> : <Duration ms={run.wallMs} />}
      </td>
      <td className="number" data-label={t.critical}>
        <Duration ms={criticalMs} />
      </td>
      <td className="number" data-label={t.usual}>
        {usual === undefined ? "–" : <UsualTime usual={usual} wallMs={run.wallMs} />}
      </td>
      <td className="small muted">
        {isUnusual && usual !== undefined && (
          <span className="unusual">
            {t.unusual(usual.n)}
            {notes.length > 0 && " · "}
          </span>
        )}
        {notes.join(" · ")}
      </td>
    </tr>
  );
}

/** Ratios to the median are shown from here on. */
const SAID_FROM = 1.5;

function UsualTime({ usual, wallMs }: { usual: Usual; wallMs: number | null }) {
  const t = useWords(DEPLOYMENT_WORDS);
  if (usual.p50Ms === null) return <span className="small muted">{t.tooFew(usual.n)}</span>;
  const against = wallMs === null ? null : againstUsual(wallMs, usual);
  const ratio = against === null || against === "same" ? 1 : against.ratio;
  const unusual = against !== null && against !== "same" && against.unusual;
  return (
    <>
      <Duration ms={usual.p50Ms} relativeError={usual.relativeError} />
      {(ratio >= SAID_FROM || unusual) && (
        <span className={unusual ? "usual-ratio small unusual" : "usual-ratio small muted"}>
          {t.times(ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0))}
        </span>
      )}
    </>
  );
}
