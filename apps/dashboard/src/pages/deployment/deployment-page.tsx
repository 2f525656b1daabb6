import type { DeploymentPath } from "@deploy-lens/api/fields/ids";
import type { Client } from "@deploy-lens/client/call";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Navigate } from "@tanstack/react-router";
import { ErrorView } from "../../design/error-view.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { useApi } from "../../queries/api.tsx";
import { serviceQuery } from "../../queries/project-queries.ts";
import { deploymentQuery } from "../../queries/service-queries.ts";
import { DeploymentView } from "./deployment-view.tsx";
import "./deployment-page.css";

const DEPLOYMENT = "/projects/$projectId/services/$serviceId/deployments/$deploymentId";
const route = getRouteApi(DEPLOYMENT);

export function DeploymentPage() {
  const path = route.useParams();
  const client = useApi();
  const query = useDeployment(client, path);
  // Waits for the service's name, so that the heading does not show the id first.
  const service = useQuery(serviceQuery(client, path));
  if (query.data === undefined && query.error !== null) {
    return <ErrorView error={query.error} retry={query.refetch} />;
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
  const { id } = query.data.answer;
  if (path.deploymentId === "latest") {
    // The permanent URL of this deployment, since `latest` will mean another one later.
    return (
      <Navigate to={DEPLOYMENT} params={{ ...path, deploymentId: id }} search={(before) => before} replace />
    );
  }
  return <DeploymentView key={id} path={path} fetched={query.data} error={query.error} />;
}

/** Reuses the answer for `latest` when the URL changes to the deployment's own. */
function useDeployment(client: Client, path: DeploymentPath) {
  const queries = useQueryClient();
  const latest = deploymentQuery(client, { ...path, deploymentId: "latest" });
  return useQuery({
    ...deploymentQuery(client, path),
    placeholderData: () => {
      const fetched = queries.getQueryData(latest.queryKey);
      return fetched?.answer.id === path.deploymentId ? fetched : undefined;
    },
  });
}
