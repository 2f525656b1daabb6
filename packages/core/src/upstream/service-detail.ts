import * as z from "zod/mini";
import { wireModelConfigSchema } from "./model-config.ts";
import { optionalEpochMs, optionalText, parseWire } from "./schema.ts";
import { wireServiceFields } from "./services.ts";

/** Schema of the answer of `GET /v1/{project_id}/services/{service_id}`. Source: "Obtaining Service Details". */
export const wireServiceDetailSchema = z.object({
  ...wireServiceFields,
  config: z.nullish(z.array(wireModelConfigSchema)),
  /** Documented for `failed` alone. */
  error_msg: optionalText,
  update_time: optionalEpochMs,
  access_address: optionalText,
  bind_access_address: optionalText,
  debug_url: optionalText,
  cluster_id: optionalText,
  pool_name: optionalText,
  vpc_id: optionalText,
  subnet_network_id: optionalText,
  security_group_id: optionalText,
  load_balancer_policy: optionalText,
  priority: z.nullish(z.number()),
});

export type WireServiceDetail = z.output<typeof wireServiceDetailSchema>;

/**
 * Parses a service's detail; environment variables are validated and dropped.
 *
 * @throws {WireSchemaError} naming the path of everything that has the wrong type.
 *
 * @example
 * parseServiceDetail({ service_id: "s", service_name: "mnist", status: "running", config: [{ model_name: 7 }] });
 * // WireSchemaError: service detail: config[0].model_name: expected string, got 7; …
 */
export function parseServiceDetail(value: unknown): WireServiceDetail {
  return parseWire("service detail", wireServiceDetailSchema, value);
}
