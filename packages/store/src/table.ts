/**
 * The one table: its keys, its indexes, the names of its attributes. No SDK here, so that infrastructure can read it.
 *
 * Every attribute that is a key is a string. What each kind of item holds stands in `docs/table-design.md`.
 */
export const TABLE = {
  partitionKey: "pk",
  sortKey: "sk",
  /** Epoch seconds after which DynamoDB may delete the item; only set where a retention is configured. */
  timeToLive: "expiresAt",
  indexes: {
    /** Rollups of a project by UTC day, and the services of a project that have an open deployment. */
    byProject: {
      name: "by-project",
      partitionKey: "projectKey",
      sortKey: "projectSort",
      projected: ["rollup"],
    },
    /** Rollups of a service by UTC day, without the events and deployments that share their item. */
    byService: {
      name: "by-service",
      partitionKey: "pk",
      sortKey: "daySort",
      projected: ["rollup"],
    },
  },
} as const;

/** The largest item that DynamoDB stores, bytes of attribute names and values. Source: service quotas. */
export const MAX_ITEM_BYTES = 400 * 1024;
