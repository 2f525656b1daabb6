import type {
  DeployDurations,
  DurationGroup,
  GroupDifference,
} from "@deploy-lens/api/statistics/deploy-durations";
import { Empty } from "../../design/notice.tsx";
import { NumberHead } from "../../design/number-head.tsx";
import { percentText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { type Measured, PhaseName } from "../../phases/phase-name.tsx";
import { Duration, relativeErrorText } from "../../time/duration.tsx";
import { wholePercents } from "./whole-percents.ts";
import { PROJECT_WORDS } from "./words.ts";

export function WhereTimeGoes(props: {
  durations: DeployDurations;
  /** The change of each phase, once it is known. */
  changes: DeployDurations["comparison"];
}) {
  const { durations, changes } = props;
  const t = useWords(PROJECT_WORDS);
  const groups = durations.groups
    .filter(({ key, n }) => key.phase !== "total" && n > 0)
    .toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0));
  // All shares are `null` while older days wait to be recounted.
  const known = groups.every(({ share }) => share !== null);
  const percents = wholePercents(groups.map(({ share }) => share ?? 0));
  if (groups.length === 0) return <Empty title={t.noTimes}>{t.noTimesDo}</Empty>;
  return (
    <table className="table shares">
      <thead>
        <tr>
          <th scope="col">{t.phase}</th>
          <th scope="col">{t.share}</th>
          <NumberHead>{t.p50}</NumberHead>
          <NumberHead>{t.p90Short}</NumberHead>
          <NumberHead>{t.change}</NumberHead>
        </tr>
      </thead>
      <tbody>
        {groups.map((group, i) => (
          <ShareRow
            key={group.key.phase}
            group={group}
            percent={known ? (percents[i] ?? 0) : null}
            relativeError={durations.relativeError}
            change={changes?.differences.groups.find(({ key }) => key.phase === group.key.phase)}
          />
        ))}
      </tbody>
    </table>
  );
}

export function WhereNote(props: { durations: DeployDurations; rangeText: string }) {
  const { total, relativeError } = props.durations;
  const t = useWords(PROJECT_WORDS);
  const precision = relativeError === 0 ? [] : [t.within(relativeErrorText(relativeError))];
  return [t.whereNote(total.n, props.rangeText), ...precision].join(" · ");
}

function ShareRow(props: {
  group: DurationGroup;
  percent: number | null;
  relativeError: number;
  change: GroupDifference | undefined;
}) {
  const { group, percent, relativeError, change } = props;
  const t = useWords(PROJECT_WORDS);
  const phase: Measured = group.key.phase ?? "total";
  const p50 = group.quantiles["0.5"];
  const p90 = group.quantiles["0.9"];
  return (
    <tr>
      <th scope="row">
        <PhaseName phase={phase} />
      </th>
      <td className="share">
        <span
          className="share-bar phase-fill"
          data-phase={phase}
          style={{ width: `${(group.share ?? 0) * 100}%` }}
        />
        <span className="share-text small">{percent === null ? "–" : shareText(percent)}</span>
      </td>
      <td className="number" data-label={t.p50}>
        {p50 != null && <Duration ms={p50} relativeError={relativeError} />}
      </td>
      <td className="number" data-label={t.p90Short}>
        {p90 != null && <Duration ms={p90} relativeError={relativeError} />}
      </td>
      <td className="number" data-label={t.change}>
        {change !== undefined && <PhaseChange change={change} />}
      </td>
    </tr>
  );
}

function PhaseChange({ change: { quantiles, n, rankSum } }: { change: GroupDifference }) {
  const t = useWords(PROJECT_WORDS);
  const ratio = quantiles["0.5"]?.ratio ?? null;
  if (ratio === null) return <span className="muted">–</span>;
  const tone = ratio > 1 ? "change-slower" : "change-faster";
  return (
    <span className={rankSum?.significant === true ? tone : "muted"} title={t.changeOf(n.before, n.after)}>
      {t.ratio(ratio.toFixed(2))}
    </span>
  );
}

/** Never 0% for a phase that took some time. */
function shareText(percent: number): string {
  return percent === 0 ? "< 1%" : percentText(percent);
}
