import type { ModelArtsClient } from "@deploy-lens/modelarts/client";

/** What this app asks of ModelArts. */
export type Upstream = Pick<
  ModelArtsClient,
  "listEvents" | "getService" | "listUpdateLogs" | "readEvents" | "readServices" | "isUpstreamHealthy"
>;

/** A service within its project. */
export interface ServiceIds {
  readonly projectId: string;
  readonly serviceId: string;
}
