import * as z from "zod/mini";
import type { ConfiguredModel } from "../event/configuration.ts";
import type { ServiceSummary } from "../event/service.ts";
import { optionalEpochMs, optionalText } from "./fields.ts";
import { toConfiguredModel, wireModelConfigSchema } from "./model-config.ts";
import { parseWire } from "./parse.ts";
import { toServiceSummary, wireServiceFields } from "./services.ts";

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

/** See {@link wireServiceDetailSchema}. */
export type WireServiceDetail = z.output<typeof wireServiceDetailSchema>;

/** One model version of a service, with the state that it is in. */
export interface DeployedModel extends ConfiguredModel {
  /** The upstream's word: a service state, `ready` or `notReady`. */
  readonly status: string | null;
  readonly autoScaling: boolean | null;
}

/** One service with its models, in our own names. */
export interface ServiceDetail extends ServiceSummary {
  /** Why the service failed, in the platform's own words. */
  readonly errorMessage: string | null;
  /** When its configuration was last updated, epoch ms. */
  readonly updatedAtMs: number | null;
  /** Where inference requests go. */
  readonly accessAddress: string | null;
  readonly models: readonly DeployedModel[];
}

/**
 * Reads a service's detail; environment variables are checked and dropped.
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

/**
 * Says a service's detail in our own names, without environment variables, since they may hold secrets.
 *
 * @example
 * toServiceDetail(parseServiceDetail(answer)).models;
 * // [{ name: "jar-model", version: "1.0.1", weightPercent: 100, status: "notReady", … }]
 */
export function toServiceDetail(service: WireServiceDetail): ServiceDetail {
  return {
    ...toServiceSummary(service),
    errorMessage: service.error_msg || null,
    updatedAtMs: service.update_time ?? null,
    accessAddress: service.access_address || null,
    models: (service.config ?? []).map((config) => ({
      ...toConfiguredModel(config),
      status: config.status ?? null,
      autoScaling: config.scaling ?? null,
    })),
  };
}
