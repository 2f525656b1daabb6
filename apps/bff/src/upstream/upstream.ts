import type { ModelArtsClient } from "@deploy-lens/modelarts/client";

export type Upstream = Pick<
  ModelArtsClient,
  "listEvents" | "getService" | "listUpdateLogs" | "readEvents" | "readServices" | "isUpstreamHealthy"
>;

export interface ServiceIds {
  readonly projectId: string;
  readonly serviceId: string;
}
