import type { ServiceDetail } from "@deploy-lens/api/services/services";
import { answersNowMs, type Told } from "../queries/told.ts";
import { useNow } from "../time/now.ts";
import { OpenDeployment } from "./open-deployment.tsx";

/** A service's attempt under way, if there is one. */
export function OpenNow({ told, projectId }: { told: Told<ServiceDetail>; projectId: string }) {
  const service = told.answer;
  const open = service.latestDeployment?.outcome === null;
  const nowMs = useNow(open ? 1000 : null);
  if (!open) return null;
  return (
    <div className="card open-now">
      <OpenDeployment
        service={service}
        projectId={projectId}
        sinceMs={answersNowMs(told, nowMs) - Date.parse(service.asOf)}
      />
    </div>
  );
}
