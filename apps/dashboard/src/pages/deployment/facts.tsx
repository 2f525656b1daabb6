import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import type { ReactNode } from "react";
import { useLanguage } from "../../language/language.tsx";
import { numberText } from "../../language/number-text.ts";
import { listComma } from "../../language/punctuation.ts";
import { useWords } from "../../language/words.ts";
import { Duration } from "../../time/duration.tsx";
import { Moment } from "../../time/moment.tsx";
import { againstUsual, type Usual } from "../../usual/against-usual.ts";
import { useKindText } from "../../usual/kind-text.ts";
import type { ComparableKind } from "../../usual/usual-of-kind.ts";
import { modelLabel } from "./mark.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

export function Facts(props: {
  deployment: DeploymentAnswer;
  /** `null` once it has ended or stalled. */
  elapsedMs: number | null;
  usual: Usual | undefined;
  kind: ComparableKind | undefined;
}) {
  const { deployment, elapsedMs, usual, kind } = props;
  const t = useWords(DEPLOYMENT_WORDS);
  const { language } = useLanguage();
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
            {usual !== undefined && <Against ms={totalMs} usual={usual} kind={kind} />}
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
      <Fact name={t.models}>
        {models.length === 0 ? "–" : models.map(modelLabel).join(listComma(language))}
      </Fact>
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

function Against(props: { ms: number; usual: Usual; kind: ComparableKind | undefined }) {
  const { ms, usual, kind } = props;
  const t = useWords(DEPLOYMENT_WORDS);
  const kindText = useKindText();
  const against = againstUsual(ms, usual);
  if (against === null) return t.tooFew(usual.n);
  const ones = `${numberText(usual.n)}${kindText(kind)}`;
  if (against === "same") return t.asUsual(ones);
  const words = against.longer ? t.longer(against.percent, ones) : t.shorter(against.percent, ones);
  return <span className={against.unusual ? "unusual" : undefined}>{words}</span>;
}
