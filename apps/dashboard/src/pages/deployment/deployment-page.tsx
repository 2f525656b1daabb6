import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Skeleton } from "../../design/skeleton.tsx";
import { Trouble } from "../../design/trouble.tsx";
import { useApi } from "../../queries/api.tsx";
import { serviceQuery } from "../../queries/project-queries.ts";
import { deploymentQuery } from "../../queries/service-queries.ts";
import { DeploymentView } from "./deployment-view.tsx";
import "./deployment-page.css";

const route = getRouteApi("/projects/$projectId/services/$serviceId/deployments/$deploymentId");

/** A deployment: where its time went, what the platform said, why it failed; while it is open, live. */
export function DeploymentPage() {
  const path = route.useParams();
  const client = useApi();
  const query = useQuery(deploymentQuery(client, path));
  // The heading is the service's name: not its id first, and then its name.
  const service = useQuery(serviceQuery(client, path));
  if (query.data === undefined && query.error !== null) {
    return <Trouble error={query.error} retry={query.refetch} />;
  }
  if (query.data === undefined || service.isPending) {
    return (
      <div className="page">
        <Skeleton height={84} />
        <Skeleton height={70} />
        <div className="deployment-parts">
          <Skeleton height={420} />
          <Skeleton height={420} />
        </div>
      </div>
    );
  }
  return <DeploymentView key={query.data.answer.id} path={path} told={query.data} error={query.error} />;
}
