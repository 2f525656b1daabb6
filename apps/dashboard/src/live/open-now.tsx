import type { ServiceDetail } from "@deploy-lens/api/services/services";
import { answersNowMs, type Fetched } from "../queries/fetched.ts";
import { useNow } from "../time/now.ts";
import { OpenDeployment } from "./open-deployment.tsx";

export function OpenNow({ fetched, projectId }: { fetched: Fetched<ServiceDetail>; projectId: string }) {
  const service = fetched.answer;
  const open = service.latestDeployment?.outcome === null;
  const nowMs = useNow(open ? 1000 : null);
  if (!open) return null;
  return (
    <div className="card open-now">
      <OpenDeployment
        service={service}
        projectId={projectId}
        sinceMs={answersNowMs(fetched, nowMs) - Date.parse(service.asOf)}
      />
    </div>
  );
}
