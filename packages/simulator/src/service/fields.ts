import { hexOf, uuidOf } from "./ids.ts";
import type { DeployedModel, SimulatedService } from "./index.ts";

/** Prefix of every made-up secret in a service's environment variables, so that tests can search for leaks. */
export const CANARY_SECRET_PREFIX = "canary-secret-";

/** The fields that service list and detail share, in the order of the reference. */
export function serviceFields(service: SimulatedService, nowMs: number): Record<string, unknown> {
  const { atMs, status, expectedEndMs } = service.transition(nowMs);
  const sinceMs = service.configuration(nowMs).sinceMs;
  const digits = Number.parseInt(hexOf(service.id).slice(0, 6), 16);
  return {
    service_id: service.id,
    service_name: service.name,
    description: service.description,
    tenant: hexOf("tenant", service.projectId).slice(0, 32),
    project: service.projectId,
    owner: hexOf("owner", service.projectId).slice(0, 32),
    infer_type: "real-time",
    workspace_id: "0",
    status,
    ...(status === "deploying" ? progressOf(nowMs, atMs, expectedEndMs) : {}),
    publish_at: sinceMs,
    invocation_times: digits,
    failed_times: digits % 97,
    is_shared: false,
    shared_count: 0,
    operation_time: sinceMs,
    transition_at: atMs,
    is_opened_sample_collection: "false",
    is_free: false,
    additional_properties: {},
  };
}

/** `progress`: "available when the status is deploying". Never 100 before the end. */
function progressOf(nowMs: number, sinceMs: number, endMs: number | undefined): { progress?: number } {
  if (endMs === undefined) return {};
  const share = (nowMs - sinceMs) / Math.max(1, endMs - sinceMs);
  return { progress: Math.max(0, Math.min(99, Math.floor(share * 100))) };
}

/** One entry of `config[]`, made-up secrets in its environment variables included. */
export function configFields(
  service: SimulatedService,
  { model, weight }: DeployedModel,
  ready: boolean,
): Record<string, unknown> {
  const secret = (name: string) => `${CANARY_SECRET_PREFIX}${hexOf(service.id, name).slice(0, 16)}`;
  return {
    model_id: uuidOf("model", model.name, model.version),
    model_name: model.name,
    model_version: model.version,
    weight,
    specification: "modelarts.vm.cpu.2u",
    custom_spec: { cpu: 2, memory: 8_192 },
    instance_count: weight >= 50 ? 2 : 1,
    envs: {
      MODEL_SERVER_WORKERS: "4",
      DB_PASSWORD: secret("DB_PASSWORD"),
      OBS_SECRET_ACCESS_KEY: secret("OBS_SECRET_ACCESS_KEY"),
    },
    status: ready ? "ready" : "notReady",
    scaling: false,
    support_debug: false,
    additional_properties: { max_surge: 1, max_unavailable: 0, termination_grace_period_seconds: 30 },
  };
}
