import * as z from "zod/mini";
import type { UpdateLogEntry, UpdateResult } from "../event/update-log.ts";
import { toConfiguredModel, wireModelConfigSchema } from "./model-config.ts";
import { type Salvaged, salvage, UPDATE_LOGS } from "./salvage.ts";
import { epochMs, optionalFlag, optionalInteger, optionalText, parseWire, text } from "./schema.ts";

/** Schema of one update of a service. Source: API reference, "Obtaining Service Update Logs". */
export const wireUpdateLogSchema = z.object({
  update_time: epochMs,
  /** Documented: `SUCCESS`, `FAIL`, `RUNNING`. */
  result: text,
  config: z.nullish(z.array(wireModelConfigSchema)),
  extend_config: z.nullish(z.array(z.unknown())),
  cluster_id: optionalText,
  success_num: optionalInteger,
  failed_num: optionalInteger,
  result_detail: z.nullish(
    z.array(
      z.object({
        node_id: optionalText,
        node_name: optionalText,
        operation: optionalText,
        result: optionalFlag,
      }),
    ),
  ),
});

/** Schema of the answer of `GET /v1/{project_id}/services/{service_id}/logs`. */
export const wireUpdateLogsSchema = z.object({
  service_id: text,
  service_name: text,
  logs: z.array(wireUpdateLogSchema),
});

export type WireUpdateLog = z.output<typeof wireUpdateLogSchema>;

export type WireUpdateLogs = z.output<typeof wireUpdateLogsSchema>;

/**
 * Parses a service's update logs; environment variables are validated and dropped.
 *
 * @throws {WireSchemaError} naming the path of everything that has the wrong type.
 *
 * @example
 * parseUpdateLogs({ service_id: "s", service_name: "mnist", logs: [{ update_time: null, result: "FAIL" }] });
 * // WireSchemaError: update logs: logs[0].update_time: expected number, got null
 */
export function parseUpdateLogs(value: unknown): WireUpdateLogs {
  return parseWire("update logs", wireUpdateLogsSchema, value);
}

/** As {@link parseUpdateLogs}, but leaves out invalid rows instead of failing. */
export function salvageUpdateLogs(value: unknown): Salvaged<WireUpdateLogs> {
  return salvage(value, UPDATE_LOGS, parseUpdateLogs);
}

/**
 * Translates one update to our own names, without environment variables.
 *
 * @example
 * toUpdateLogEntry({ update_time: 1574770228888, result: "SUCCESS", config: null });
 * // { updatedAtMs: 1574770228888, result: "success", models: [] }
 */
export function toUpdateLogEntry(log: WireUpdateLog): UpdateLogEntry {
  return {
    updatedAtMs: log.update_time,
    result: toUpdateResult(log.result),
    models: (log.config ?? []).map((model) => toConfiguredModel(model, log.cluster_id)),
  };
}

function toUpdateResult(result: string): UpdateResult {
  switch (result.toUpperCase()) {
    case "SUCCESS":
      return "success";
    case "FAIL":
      return "failure";
    case "RUNNING":
      return "running";
    default:
      return "unknown";
  }
}
