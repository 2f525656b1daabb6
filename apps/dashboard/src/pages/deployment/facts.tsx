import type { Deployment } from "@deploy-lens/api/deployment";
import type { ReactNode } from "react";
import { useWords } from "../../language/words.ts";
import { Duration } from "../../time/duration.tsx";
import { Moment } from "../../time/moment.tsx";
import { modelLabel } from "./mark.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** What there is to know of a deployment at a glance. */
export function Facts(props: {
  deployment: Deployment;
  /** How long it has been under way; `null` once it ended or fell silent. */
  elapsedMs: number | null;
  medianMs: number | null;
}) {
  const { deployment, elapsedMs, medianMs } = props;
  const t = useWords(DEPLOYMENT_WORDS);
  const { totalMs, observedMs, startedAt, endedAt, endedBy, lastEventAt, models, unclassified } = deployment;
  const time = totalMs ?? elapsedMs ?? observedMs;
  const openName = elapsedMs === null ? t.seen : t.soFar;
  const timeName = totalMs === null ? openName : t.total;
  return (
    <dl className="facts card">
      <Fact name={timeName} main>
        <Duration ms={elapsedMs === null ? time : Math.floor(time / 1000) * 1000} />
        {totalMs !== null && deployment.outcome === "success" && (
          <span className="fact-note">
            {medianMs !== null && againstMedian(t, totalMs / Math.max(1, medianMs))}
          </span>
        )}
      </Fact>
      <Fact name={t.started}>
        <Moment at={startedAt} style="moment" />
      </Fact>
      {endedAt === null ? (
        <Fact name={t.lastEvent}>
          <Moment at={lastEventAt} style="moment" />
        </Fact>
      ) : (
        <Fact name={t.ended}>
          <Moment at={endedAt} style="moment" />
          {endedBy !== null && <span className="fact-note">{t[`endedBy_${endedBy}`]}</span>}
        </Fact>
      )}
      <Fact name={t.models}>{models.length === 0 ? "–" : models.map(modelLabel).join(", ")}</Fact>
      <Fact name={t.events}>
        {deployment.eventCount}
        {unclassified > 0 && <span className="fact-note">{t.unclassifiedOf(unclassified)}</span>}
      </Fact>
    </dl>
  );
}

function Fact(props: { name: string; main?: boolean; children: ReactNode }) {
  return (
    <div className={props.main ? "fact fact-main" : "fact"}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function againstMedian(t: ReturnType<typeof useWords<typeof DEPLOYMENT_WORDS.en>>, ratio: number): string {
  const percent = Math.round(Math.abs(ratio - 1) * 100);
  if (percent < 5) return t.asUsual;
  return ratio > 1 ? t.longer(percent) : t.shorter(percent);
}
