import type { Store } from "@deploy-lens/store/store";

/** What this app asks of the table. */
export type Archive = Pick<
  Store,
  | "latestDeployment"
  | "listDeployments"
  | "listServices"
  | "readDeployment"
  | "readEvents"
  | "readHead"
  | "readHeads"
  | "recentDurations"
  | "statisticsSource"
>;

/** Gives the archive; the first call loads what talks to DynamoDB. */
export type LazyArchive = () => Promise<Archive>;
