import type { ServicePath } from "@deploy-lens/api/fields/ids";
import type { FindingAnswer, FindingEvidence } from "@deploy-lens/api/findings/findings";
import { findingPhaseLabel, signedText } from "@deploy-lens/core/findings/sentence";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Answered } from "../../design/answered.tsx";
import { Card } from "../../design/card.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { useLanguage } from "../../language/language.tsx";
import { numberText } from "../../language/number-text.ts";
import { labelled } from "../../language/punctuation.ts";
import { useLabel, useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { findingQuery } from "../../queries/findings-queries.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { Duration } from "../../time/duration.tsx";
import { Moment } from "../../time/moment.tsx";
import { FindingText } from "./finding-text.tsx";
import { PointsChart } from "./points-chart.tsx";
import { CHANGED_ALSO_LABELS, FINDINGS_WORDS, STATE_LABELS } from "./words.ts";
import "./findings.css";

const route = getRouteApi("/projects/$projectId/services/$serviceId/findings/$findingId");

/** The evidence of one finding: what changed, deployment by deployment, and what else changed then. */
export function FindingPage() {
  const path = route.useParams();
  const query = useQuery(findingQuery(useApi(), path));
  return (
    <Answered query={query} waiting={<Skeleton height={600} />}>
      {(evidence) => <Evidence evidence={evidence} path={path} />}
    </Answered>
  );
}

function Evidence({ evidence, path }: { evidence: FindingEvidence; path: ServicePath }) {
  const t = useWords(FINDINGS_WORDS);
  const { language } = useLanguage();
  const { finding } = evidence;
  const service = finding.serviceName ?? finding.serviceId;
  const phase = findingPhaseLabel(finding.phase, language);
  const { projectId, serviceId } = path;
  return (
    <div className="page">
      <PageHead
        crumbs={[
          { label: t.projects, link: { to: "/" } },
          { label: projectId, link: { to: "/projects/$projectId", params: { projectId } } },
          {
            label: service,
            link: { to: "/projects/$projectId/services/$serviceId", params: { projectId, serviceId } },
          },
        ]}
        title={labelled(service, phase, language)}
        windowTitle={labelled(service, phase, language)}
      >
        <span>
          <FindingText finding={finding} />
        </span>
      </PageHead>
      <Card title={t.evidence}>
        <PointsChart evidence={evidence} />
      </Card>
      <Card title={t.levels}>
        <Levels finding={finding} />
        <Facts finding={finding} path={path} />
      </Card>
      {finding.attribution !== null && (
        <Card title={t.parts} note={t.partsNote}>
          <dl className="finding-facts">
            {finding.attribution.parts
              .filter(({ ms }) => ms !== 0)
              .map(({ part, ms }) => (
                <Fact key={part} name={part === "gap" ? t.gap : findingPhaseLabel(part, language)}>
                  {signedText(ms, language)}
                </Fact>
              ))}
            <Fact name={t.total}>{signedText(finding.attribution.totalMs, language)}</Fact>
          </dl>
        </Card>
      )}
      <Card title={t.also} note={t.alsoNote}>
        <ChangedAlso finding={finding} />
      </Card>
    </div>
  );
}

function Levels({ finding }: { finding: FindingAnswer }) {
  const t = useWords(FINDINGS_WORDS);
  const isShare = finding.before.share !== null;
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t.level}</th>
          <th scope="col">{isShare ? t.share : t.median}</th>
          <th scope="col">{t.samples}</th>
        </tr>
      </thead>
      <tbody>
        {[
          { name: t.before, level: finding.before },
          { name: t.after, level: finding.after },
        ].map(({ name, level: { n, medianMs, share } }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{medianMs === null ? percentOf(share ?? 0) : <Duration ms={medianMs} />}</td>
            <td>{numberText(n)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Facts({ finding, path }: { finding: FindingAnswer; path: ServicePath }) {
  const t = useWords(FINDINGS_WORDS);
  const label = useLabel();
  const { ratio, interval, placedWithin, since, last, wentOn, resolved, state } = finding;
  const [low = null, high = null] = interval;
  const isDuration = finding.before.medianMs !== null;
  const size = isDuration
    ? t.ratio((ratio ?? 1).toFixed(2), factorOf(low), factorOf(high))
    : t.difference(percentOf(low ?? 0), percentOf(high ?? 0));
  return (
    <>
      <p>{size}</p>
      <dl className="finding-facts">
        <Fact name={t.last}>
          <DeploymentLink at={last} path={path} />
        </Fact>
        <Fact name={t.place}>
          <DeploymentLink at={since} path={path} />{" "}
          <span className="small muted">{t.within(placedWithin.runs)}</span>
        </Fact>
        {wentOn.length > 0 && (
          <Fact name={t.wentOn}>
            {wentOn.map((at) => (
              <span key={at.deploymentId}>
                <DeploymentLink at={at} path={path} />{" "}
              </span>
            ))}
          </Fact>
        )}
        {resolved !== null && (
          <Fact name={t.resolved}>
            <DeploymentLink at={resolved} path={path} />
          </Fact>
        )}
        <Fact name={t.state}>{label(STATE_LABELS[state])}</Fact>
      </dl>
    </>
  );
}

function ChangedAlso({ finding: { changedAlso } }: { finding: FindingAnswer }) {
  const t = useWords(FINDINGS_WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  if (changedAlso.length === 0) return <p>{t.nothingElse}</p>;
  return (
    <dl className="finding-facts">
      {changedAlso.map(({ what, model, before, after }) => {
        const name = label(CHANGED_ALSO_LABELS[what]);
        return (
          <Fact
            key={`${what} ${model ?? ""} ${after ?? ""}`}
            name={model === null ? name : labelled(model, name, language)}
          >
            {what === "pause" && before !== null && after !== null ? (
              <>
                <Moment at={before} /> → <Moment at={after} />
              </>
            ) : (
              t.fromTo(before ?? t.none, after ?? t.none)
            )}
          </Fact>
        );
      })}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="muted">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function DeploymentLink({ at, path }: { at: FindingAnswer["since"]; path: ServicePath }) {
  return (
    <Link
      to="/projects/$projectId/services/$serviceId/deployments/$deploymentId"
      params={{ projectId: path.projectId, serviceId: path.serviceId, deploymentId: at.deploymentId }}
    >
      <Moment at={at.at} />
    </Link>
  );
}

function percentOf(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** An end of a ratio's interval; without a bound, `∞`. */
function factorOf(end: number | null): string {
  return end === null ? "∞" : end.toFixed(2);
}
