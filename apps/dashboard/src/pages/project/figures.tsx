import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { durationText } from "@deploy-lens/core/text/duration";
import type { ReactNode } from "react";
import { useLanguage } from "../../language/language.tsx";
import { numberText, percentText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { ExplorerLink } from "../../search/explorer-link.tsx";
import { Duration, relativeErrorText } from "../../time/duration.tsx";
import { roundedMs } from "../../time/rounded-ms.ts";
import { endsOf } from "./ends.ts";
import { PROJECT_WORDS } from "./words.ts";

export function Figures(props: {
  durations: DeployDurations;
  rangeText: string;
  before: NonNullable<DeployDurations["comparison"]> | undefined;
}) {
  const { durations, rangeText, before } = props;
  const t = useWords(PROJECT_WORDS);
  const { language } = useLanguage();
  const { all, succeeded, failed, cancelled, superseded } = endsOf(durations.outcomes);
  const { relativeError, total, successRate } = durations;
  const precision =
    relativeError === 0 ? t.ofSuccesses(total.n) : t.ofAbout(total.n, relativeErrorText(relativeError));
  const time = (ms: number | null | undefined) =>
    ms == null ? "–" : <Duration ms={ms} relativeError={relativeError} />;
  const timeBefore = (q: string) => {
    const ms = before?.total.quantiles[q];
    return before && (ms == null ? "–" : durationText(roundedMs(ms, before.relativeError), language));
  };
  return (
    <dl className="figures">
      <Figure
        name={t.deployments}
        range={rangeText}
        note={t.notCounted(cancelled, superseded)}
        before={before && numberText(endsOf(before.outcomes).all)}
      >
        <ExplorerLink search={{}}>{numberText(all)}</ExplorerLink>
      </Figure>
      <Figure
        name={t.successRate}
        range={rangeText}
        note={
          <ExplorerLink search={{ outcome: "failure,timed_out" }}>
            {t.succeededFailed(succeeded, failed)}
          </ExplorerLink>
        }
        before={before && rateText(before.successRate)}
      >
        {rateText(successRate)}
      </Figure>
      <Figure name={t.median} range={rangeText} note={precision} before={timeBefore("0.5")}>
        <ExplorerLink search={{ outcome: "success" }}>{time(total.quantiles["0.5"])}</ExplorerLink>
      </Figure>
      <Figure name={t.p90} range={rangeText} note={precision} before={timeBefore("0.9")}>
        <ExplorerLink search={{ outcome: "success", minMs: msText(total.quantiles["0.9"]) }}>
          {time(total.quantiles["0.9"])}
        </ExplorerLink>
      </Figure>
    </dl>
  );
}

/** A duration as addresses have it. */
function msText(ms: number | null | undefined): string | undefined {
  return ms == null ? undefined : String(Math.floor(ms));
}

function rateText(rate: number | null): string {
  return rate === null ? "–" : percentText((100 * rate).toFixed(1));
}

function Figure(props: {
  name: string;
  range: string;
  note: ReactNode;
  before: string | undefined;
  children: ReactNode;
}) {
  const t = useWords(PROJECT_WORDS);
  return (
    <div className="figure card">
      <dt>
        {props.name}{" "}
        <span className="muted">
          <span className="figure-dot">· </span>
          {props.range}
        </span>
      </dt>
      <dd>
        {props.children}
        {props.before !== undefined && (
          <span className="figure-before small muted">{t.before(props.before)}</span>
        )}
      </dd>
      <dd className="figure-note small muted">{props.note}</dd>
    </div>
  );
}
