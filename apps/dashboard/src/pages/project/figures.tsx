import type { DeployDurations } from "@deploy-lens/api/deploy-durations";
import type { ReactNode } from "react";
import { useLanguage } from "../../language/language.tsx";
import { numberText, percentText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { Duration } from "../../time/duration.tsx";
import { PROJECT_WORDS } from "./words.ts";

/** The project in four numbers. */
export function Figures({ durations }: { durations: DeployDurations }) {
  const t = useWords(PROJECT_WORDS);
  const { language } = useLanguage();
  const { open = 0, ...ended } = durations.outcomes;
  const closed = Object.values(ended).reduce((sum, n) => sum + (n ?? 0), 0);
  const { quantiles } = durations.total;
  const p50 = quantiles["0.5"];
  const p90 = quantiles["0.9"];
  return (
    <dl className="figures">
      <Figure name={t.deployments} note={t.last30}>
        {numberText(closed + open)}
      </Figure>
      <Figure name={t.succeeded} note={t.last30}>
        {closed === 0 ? "–" : percentText(Math.round((100 * (ended.success ?? 0)) / closed), language)}
      </Figure>
      <Figure name={t.median} note={t.last30}>
        {p50 == null ? "–" : <Duration ms={p50} />}
      </Figure>
      <Figure name={t.p90} note={t.last30}>
        {p90 == null ? "–" : <Duration ms={p90} />}
      </Figure>
    </dl>
  );
}

function Figure(props: { name: string; note: string; children: ReactNode }) {
  return (
    <div className="figure card">
      <dt>
        {props.name}{" "}
        <span className="muted">
          <span className="figure-dot">· </span>
          {props.note}
        </span>
      </dt>
      <dd>{props.children}</dd>
    </div>
  );
}
