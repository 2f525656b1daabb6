import type { DeploymentSummary } from "@deploy-lens/api/deployment-summary";
import type { Service, ServiceList } from "@deploy-lens/api/services";
import { Card } from "../../design/card.tsx";
import { useWords } from "../../language/words.ts";
import { OpenDeployment } from "../../live/open-deployment.tsx";
import { answersNowMs, type Told } from "../../queries/told.ts";
import { useNow } from "../../time/now.ts";
import { PROJECT_WORDS } from "./words.ts";

/** Every attempt that has not ended, what it is doing, and how long it is likely to take still. */
export function DeployingNow({ told, projectId }: { told: Told<ServiceList>; projectId: string }) {
  const t = useWords(PROJECT_WORDS);
  const open = told.answer.services.filter(({ latestDeployment }) => latestDeployment?.outcome === null);
  const nowMs = useNow(open.length > 0 ? 1000 : null);
  const sinceMs = answersNowMs(told, nowMs) - Date.parse(told.answer.asOf);
  return (
    <Card title={t.now} note={open.length > 0 ? open.length : undefined} className="deploying">
      {open.length === 0 && <p className="muted">{t.nothingRuns}</p>}
      <ul className="deploying-list">
        {open.toSorted(stalledLast).map((service) => (
          <li key={service.id}>
            <OpenDeployment service={service} projectId={projectId} sinceMs={sinceMs} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function stalledLast(a: Service, b: Service): number {
  return Number(isStalled(a.latestDeployment)) - Number(isStalled(b.latestDeployment));
}

function isStalled(deployment: DeploymentSummary | null): boolean {
  return deployment?.flags.includes("stalled") ?? false;
}
