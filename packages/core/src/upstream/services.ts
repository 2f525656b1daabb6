import * as z from "zod/mini";
import type { ServiceSummary } from "../event/service.ts";
import type { ServiceStatusObservation } from "../vocabulary/status.ts";
import { type Salvaged, SERVICES, salvage } from "./salvage.ts";
import {
  count,
  optionalEpochMs,
  optionalFlag,
  optionalInteger,
  optionalMap,
  optionalNumber,
  optionalText,
  parseWire,
  text,
} from "./schema.ts";

/** Fields common to the service list and the service detail. */
export const wireServiceFields = {
  service_id: text,
  service_name: text,
  status: text,
  description: optionalText,
  tenant: optionalText,
  project: optionalText,
  owner: optionalText,
  infer_type: optionalText,
  /** Documented as a string, shown as a number. */
  workspace_id: z.nullish(z.union([z.string(), z.number()])),
  /** Documented for `deploying` alone, printed with `running` and `stopped` as well. */
  progress: optionalNumber,
  publish_at: optionalEpochMs,
  transition_at: optionalEpochMs,
  operation_time: optionalEpochMs,
  due_time: optionalEpochMs,
  invocation_times: optionalInteger,
  failed_times: optionalInteger,
  is_shared: optionalFlag,
  shared_count: optionalInteger,
  is_free: optionalFlag,
  schedule: z.nullish(
    z.array(z.object({ type: optionalText, time_unit: optionalText, duration: optionalInteger })),
  ),
  additional_properties: optionalMap,
};

/** Schema of one service in a list. Source: API reference, "Obtaining Services". */
export const wireServiceSchema = z.object({
  ...wireServiceFields,
  start_time: optionalEpochMs,
  finished_time: optionalEpochMs,
  /** Documented as a string, shown as a boolean. */
  is_opened_sample_collection: z.nullish(z.union([z.string(), z.boolean()])),
});

/** Schema of the answer of `GET /v1/{project_id}/services`. */
export const wireServiceListSchema = z.object({
  count,
  total_count: count,
  services: z.array(wireServiceSchema),
});

export type WireService = z.output<typeof wireServiceSchema>;

export type WireServiceList = z.output<typeof wireServiceListSchema>;

/**
 * Reads a service list.
 *
 * @throws {WireSchemaError} naming the path of everything that has the wrong type.
 *
 * @example
 * parseServiceList({ count: 1, total_count: 1, services: [{ service_id: "s", service_name: "mnist" }] });
 * // WireSchemaError: service list: services[0].status: expected string, got nothing
 */
export function parseServiceList(value: unknown): WireServiceList {
  return parseWire("service list", wireServiceListSchema, value);
}

/** As {@link parseServiceList}, but leaves out invalid rows instead of failing. */
export function readServiceList(value: unknown): Salvaged<WireServiceList> {
  return salvage(value, SERVICES, parseServiceList);
}

/** The fields that a summary needs, from a list entry or a detail. */
export type WireServiceCore = Pick<WireService, keyof typeof wireServiceFields>;

/**
 * Translates a service to our own names.
 *
 * @example
 * toServiceSummary({ service_id: "s", service_name: "mnist", status: "stopped", progress: 100, workspace_id: 0 });
 * // { id: "s", name: "mnist", status: "stopped", progressPercent: null, workspaceId: "0", lastTransitionAtMs: null, … }
 */
export function toServiceSummary(service: WireServiceCore): ServiceSummary {
  return {
    id: service.service_id,
    name: service.service_name,
    status: service.status,
    lastTransitionAtMs: service.transition_at ?? null,
    progressPercent: service.status === "deploying" ? (service.progress ?? null) : null,
    inferType: service.infer_type ?? null,
    description: service.description ?? null,
    workspaceId: service.workspace_id == null ? null : String(service.workspace_id),
    publishedAtMs: service.publish_at ?? null,
    stopsAtMs: service.due_time ?? null,
  };
}

/**
 * Extracts an observation of a service's status; `null` if the upstream omits the transition's time.
 *
 * @example
 * toStatusObservation({ service_id: "s", service_name: "mnist", status: "running", transition_at: 1585809231902 });
 * // { status: "running", transitionAtMs: 1585809231902 }
 */
export function toStatusObservation(
  service: Pick<WireService, "status" | "transition_at">,
): ServiceStatusObservation | null {
  if (service.transition_at == null) return null;
  return { status: service.status, transitionAtMs: service.transition_at };
}
