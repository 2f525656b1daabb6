import type { DeploymentPath } from "@deploy-lens/api/fields/ids";
import type { Client } from "@deploy-lens/client/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Navigate } from "@tanstack/react-router";
import { Skeleton } from "../../design/skeleton.tsx";
import { Trouble } from "../../design/trouble.tsx";
import { useApi } from "../../queries/api.tsx";
import { serviceQuery } from "../../queries/project-queries.ts";
import { deploymentQuery } from "../../queries/service-queries.ts";
import { DeploymentView } from "./deployment-view.tsx";
import "./deployment-page.css";

const DEPLOYMENT = "/projects/$projectId/services/$serviceId/deployments/$deploymentId";
const route = getRouteApi(DEPLOYMENT);

/** A deployment: where its time went, what the platform said, why it failed; while it is open, live. */
export function DeploymentPage() {
  const path = route.useParams();
  const client = useApi();
  const query = useDeployment(client, path);
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
  const { id } = query.data.answer;
  if (path.deploymentId === "latest") {
    // The address of this deployment, not of whichever is the latest when somebody opens a copied link.
    return (
      <Navigate to={DEPLOYMENT} params={{ ...path, deploymentId: id }} search={(before) => before} replace />
    );
  }
  return <DeploymentView key={id} path={path} told={query.data} error={query.error} />;
}

/** What `latest` was answered with is what its own address would be: not read again when the address changes. */
function useDeployment(client: Client, path: DeploymentPath) {
  const queries = useQueryClient();
  const latest = deploymentQuery(client, { ...path, deploymentId: "latest" });
  return useQuery({
    ...deploymentQuery(client, path),
    placeholderData: () => {
      const told = queries.getQueryData(latest.queryKey);
      return told?.answer.id === path.deploymentId ? told : undefined;
    },
  });
}
