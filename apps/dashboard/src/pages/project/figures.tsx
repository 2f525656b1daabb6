import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import type { ReactNode } from "react";
import { numberText, percentText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { Duration, relativeErrorText } from "../../time/duration.tsx";
import { endsOf } from "./ends.ts";
import { PROJECT_WORDS } from "./words.ts";

export function Figures({ durations }: { durations: DeployDurations }) {
  const t = useWords(PROJECT_WORDS);
  const { all, succeeded, failed, cancelled, superseded } = endsOf(durations.outcomes);
  const { relativeError, total, successRate } = durations;
  const p50 = total.quantiles["0.5"];
  const p90 = total.quantiles["0.9"];
  const precision =
    relativeError === 0 ? t.ofSuccesses(total.n) : t.ofAbout(total.n, relativeErrorText(relativeError));
  const time = (ms: number | null | undefined) =>
    ms == null ? "–" : <Duration ms={ms} relativeError={relativeError} />;
  return (
    <dl className="figures">
      <Figure name={t.deployments} note={t.notCounted(cancelled, superseded)}>
        {numberText(all)}
      </Figure>
      <Figure name={t.successRate} note={t.succeededFailed(succeeded, failed)}>
        {successRate === null ? "–" : percentText((100 * successRate).toFixed(1))}
      </Figure>
      <Figure name={t.median} note={precision}>
        {time(p50)}
      </Figure>
      <Figure name={t.p90} note={precision}>
        {time(p90)}
      </Figure>
    </dl>
  );
}

function Figure(props: { name: string; note: string; children: ReactNode }) {
  const t = useWords(PROJECT_WORDS);
  return (
    <div className="figure card">
      <dt>
        {props.name}{" "}
        <span className="muted">
          <span className="figure-dot">· </span>
          {t.last30}
        </span>
      </dt>
      <dd>{props.children}</dd>
      <dd className="figure-note small muted">{props.note}</dd>
    </div>
  );
}
