/**
 * The table's keys, indexes and attribute names. Does not import the SDK, so that the infrastructure can use it.
 *
 * Every key attribute is a string. `docs/table-design.md` describes the content of each kind of item.
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
