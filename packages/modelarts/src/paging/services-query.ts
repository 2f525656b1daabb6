import { canonicalQuery } from "../auth/signature.ts";
import { InvalidArgumentError } from "../errors/index.ts";

/** A query to `GET /v1/{project_id}/services`; omitted fields do not filter. Source: "Obtaining Services". */
export interface ServicesQuery {
  readonly serviceId?: string;
  readonly serviceName?: string;
  readonly modelId?: string;
  readonly workspaceId?: string;
  readonly inferType?: "real-time" | "batch" | "edge";
  /** `running`, `deploying`, `failed`, … */
  readonly status?: string;
  readonly offset?: number;
  /** 1 to 1000, the default. */
  readonly limit?: number;
  readonly sortBy?: "publish_at" | "service_name" | "transition_at";
  readonly order?: "asc" | "desc";
}

/** The upstream's maximum, and its default. */
export const MAX_SERVICES_LIMIT = 1000;

/**
 * Serialises a query in canonical form; paging and order are always included, so that no default matters.
 *
 * @example
 * servicesQueryString({ sortBy: "transition_at", limit: 100 });
 * // "limit=100&offset=0&order=desc&sort_by=transition_at"
 * @throws InvalidArgumentError naming the parameter that is out of range.
 */
export function servicesQueryString(query: ServicesQuery): string {
  const { offset = 0, limit = MAX_SERVICES_LIMIT, sortBy = "transition_at", order = "desc" } = query;
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new InvalidArgumentError("offset", "must be an integer from 0");
  }
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_SERVICES_LIMIT) {
    throw new InvalidArgumentError("limit", `must be an integer from 1 to ${MAX_SERVICES_LIMIT}`);
  }
  const filters = {
    service_id: query.serviceId,
    service_name: query.serviceName,
    model_id: query.modelId,
    workspace_id: query.workspaceId,
    infer_type: query.inferType,
    status: query.status,
  };
  const params = new URLSearchParams({
    offset: String(offset),
    limit: String(limit),
    sort_by: sortBy,
    order,
  });
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) params.append(name, value);
  return canonicalQuery(params);
}

/** A query to `GET /v1/{project_id}/services/{service_id}/logs`. */
export interface UpdateLogsQuery {
  /** Only the update at this time, epoch ms. */
  readonly updateTimeMs?: number | undefined;
}

/**
 * Serialises a query in canonical form.
 *
 * @throws InvalidArgumentError if the time is invalid.
 */
export function updateLogsQueryString({ updateTimeMs }: UpdateLogsQuery): string {
  if (updateTimeMs === undefined) return "";
  if (Number.isSafeInteger(updateTimeMs) && updateTimeMs >= 0) return `update_time=${updateTimeMs}`;
  throw new InvalidArgumentError("updateTimeMs", "must be a time in epoch ms");
}
