import type { Service, ServiceList } from "@deploy-lens/api/services/services";
import { Card } from "../../design/card.tsx";
import { useWords } from "../../language/words.ts";
import { OpenDeployment } from "../../live/open-deployment.tsx";
import { answersNowMs, type Fetched } from "../../queries/fetched.ts";
import { isDeploying } from "../../queries/project-queries.ts";
import { useNow } from "../../time/now.ts";
import { PROJECT_WORDS } from "./words.ts";

/** Deployments silent for longer are not listed. */
const WEEK_MS = 7 * 86_400_000;

export function DeployingNow({ fetched, projectId }: { fetched: Fetched<ServiceList>; projectId: string }) {
  const t = useWords(PROJECT_WORDS);
  const open = fetched.answer.services.filter(({ latestDeployment }) => latestDeployment?.outcome === null);
  const { deploying = [], silent = [] } = Object.groupBy(open, (service) =>
    isDeploying(service) ? "deploying" : "silent",
  );
  const nowMs = useNow(deploying.length > 0 ? 1000 : null);
  const sinceMs = answersNowMs(fetched, nowMs) - Date.parse(fetched.answer.asOf);
  const { recently = [], longAgo = [] } = Object.groupBy(silent, (service) =>
    nowMs - heardMs(service) < WEEK_MS ? "recently" : "longAgo",
  );
  const list = (services: readonly Service[]) => (
    <ul className="deploying-list">
      {services.map((service) => (
        <li key={service.id}>
          <OpenDeployment service={service} projectId={projectId} sinceMs={sinceMs} />
        </li>
      ))}
    </ul>
  );
  return (
    <Card title={t.now} note={deploying.length > 0 ? deploying.length : undefined} className="deploying">
      {deploying.length > 0 ? list(deploying) : <p className="muted">{t.nothingRuns}</p>}
      {recently.length > 0 && (
        <>
          <h3 className="deploying-silent small muted">{t.silent(recently.length)}</h3>
          {list(recently.toSorted(lastHeardOfFirst))}
        </>
      )}
      {longAgo.length > 0 && (
        <details className="deploying-silent">
          <summary className="small muted">{t.longSilent(longAgo.length)}</summary>
          {list(longAgo.toSorted(lastHeardOfFirst))}
        </details>
      )}
    </Card>
  );
}

function lastHeardOfFirst(a: Service, b: Service): number {
  return heardMs(b) - heardMs(a);
}

function heardMs({ latestDeployment }: Service): number {
  return Date.parse(latestDeployment?.lastEventAt ?? "") || 0;
}
