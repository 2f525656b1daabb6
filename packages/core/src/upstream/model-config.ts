import * as z from "zod/mini";
import type { ConfiguredModel, CustomSpecification } from "../event/configuration.ts";
import {
  optionalEpochMs,
  optionalFlag,
  optionalInteger,
  optionalMap,
  optionalNumber,
  optionalSecretMap,
  optionalText,
  optionalTexts,
  text,
} from "./schema.ts";

const customSpec = z.object({
  cpu: optionalNumber,
  memory: optionalNumber,
  gpu_p4: optionalNumber,
  ascend_a310: optionalNumber,
});

const edgeNode = z.object({
  id: optionalText,
  name: optionalText,
  description: optionalText,
  host_name: optionalText,
  host_ips: optionalTexts,
  os_name: optionalText,
  os_type: optionalText,
  os_version: optionalText,
  arch: optionalText,
  cpu: optionalNumber,
  memory: optionalNumber,
  gpu_num: optionalNumber,
  enable_gpu: optionalFlag,
  state: optionalText,
  instance_status: optionalText,
  message: optionalText,
  predict_url: optionalText,
  deployment_num: optionalInteger,
  node_label: optionalText,
  created_at: optionalText,
  updated_at: optionalText,
});

/**
 * Schema of one entry of `config[]` in a service's detail and in its update logs: one model version and how it runs.
 *
 * Source: API reference, "Obtaining Service Details", QueryServiceConfig. `status` is a service state by the table and
 * `notReady` by the example, so it is any text. `envs` come out empty: they may hold secrets.
 */
export const wireModelConfigSchema = z.object({
  model_id: optionalText,
  model_name: text,
  model_version: text,
  weight: optionalInteger,
  specification: optionalText,
  custom_spec: z.nullish(customSpec),
  instance_count: optionalInteger,
  envs: optionalSecretMap,
  status: optionalText,
  scaling: optionalFlag,
  support_debug: optionalFlag,
  source_type: optionalText,
  cluster_id: optionalText,
  pool_name: optionalText,
  affinity: optionalMap,
  start_time: optionalEpochMs,
  finished_time: optionalEpochMs,
  src_path: optionalText,
  dest_path: optionalText,
  req_uri: optionalText,
  mapping_type: optionalText,
  mapping_rule: optionalMap,
  src_type: optionalText,
  nodes: z.nullish(z.array(edgeNode)),
  additional_properties: optionalMap,
});

export type WireModelConfig = z.output<typeof wireModelConfigSchema>;

/**
 * Translates a `config[]` entry to our own names, without environment variables and data paths.
 *
 * @param clusterId The dedicated pool that the list around it names.
 *
 * @example
 * toConfiguredModel({ model_name: "mnist", model_version: "0.0.1", weight: 100, specification: "modelarts.vm.cpu.2u" });
 * // { id: null, name: "mnist", version: "0.0.1", weightPercent: 100, specification: "modelarts.vm.cpu.2u",
 * //   customSpecification: null, instanceCount: null }
 */
export function toConfiguredModel(config: WireModelConfig, clusterId?: string | null): ConfiguredModel {
  // Both name a dedicated pool, the older API by `cluster_id`; either may be empty.
  const pool = config.pool_name || config.cluster_id || clusterId;
  return {
    id: config.model_id ?? null,
    name: config.model_name,
    version: config.model_version,
    weightPercent: config.weight ?? null,
    specification: config.specification ?? null,
    customSpecification: toCustomSpecification(config.custom_spec),
    instanceCount: config.instance_count ?? null,
    ...(pool ? { pool } : {}),
  };
}

/** An empty `custom_spec`, as in the reference's own example, carries no information. */
function toCustomSpecification(spec: WireModelConfig["custom_spec"]): CustomSpecification | null {
  const specification = {
    cpuCores: spec?.cpu ?? null,
    memoryMb: spec?.memory ?? null,
    gpus: spec?.gpu_p4 ?? null,
    ascendChips: spec?.ascend_a310 ?? null,
  };
  return Object.values(specification).every((value) => value === null) ? null : specification;
}
