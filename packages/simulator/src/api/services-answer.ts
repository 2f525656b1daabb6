import { SERVICE_STATUSES } from "@deploy-lens/core/vocabulary/status";
import { invalidParametersAnswer, okAnswer, type SimulatedAnswer } from "../http/answer.ts";
import { readParameters } from "../http/query-parameters.ts";
import { configFields, serviceFields } from "../service/fields.ts";
import type { SimulatedService } from "../service/index.ts";
import { cutPage, type SimulatedOffsets } from "./paging.ts";

/** Answers `GET /v1/{project_id}/services`. */
export function answerServices(
  services: Iterable<SimulatedService>,
  parameters: URLSearchParams,
  nowMs: number,
  offsetMode: SimulatedOffsets,
): SimulatedAnswer {
  const query = readParameters(parameters);
  const serviceId = query.text("service_id");
  const serviceName = query.text("service_name");
  const modelId = query.text("model_id");
  const workspaceId = query.text("workspace_id");
  const inferType = query.choice("infer_type", ["real-time", "batch", "edge"]);
  const status = query.choice("status", SERVICE_STATUSES);
  const tags = query.text("tags");
  const offset = query.integer("offset", 0) ?? 0;
  const limit = query.integer("limit", 1) ?? 1_000;
  const sortBy = query.choice("sort_by", ["publish_at", "service_name", "transition_at"]) ?? "publish_at";
  const order = query.choice("order", ["asc", "desc"]) ?? "desc";
  if (query.invalid().length > 0) return invalidParametersAnswer(query.invalid());

  // Everything that is simulated is a real-time service of the default workspace, without tags.
  const impossible =
    (workspaceId ?? "0") !== "0" || (inferType ?? "real-time") !== "real-time" || tags !== null;
  const matching = impossible
    ? []
    : [...services].filter(
        (service) =>
          service.createdAtMs <= nowMs &&
          (serviceId === null || service.id === serviceId) &&
          (serviceName === null || service.name.includes(serviceName)) &&
          (status === null || service.transition(nowMs).status === status) &&
          (modelId === null || usesModel(service, modelId, nowMs)),
      );
  const sorted = sortServices(matching, sortBy, order, nowMs);
  const page = cutPage(sorted, offset, limit, offsetMode);
  return okAnswer({
    total_count: matching.length,
    count: page.length,
    services: page.map((service) => serviceFields(service, nowMs)),
  });
}

/** Answers `GET /v1/{project_id}/services/{service_id}`. */
export function answerService(service: SimulatedService, nowMs: number): SimulatedAnswer {
  const transition = service.transition(nowMs);
  const configuration = service.configuration(nowMs);
  const ready = transition.status === "running" || transition.status === "concerning";
  return okAnswer({
    ...serviceFields(service, nowMs),
    ...(transition.status === "failed" ? { error_msg: transition.errorMessage ?? "" } : {}),
    access_address: `https://inference.example.invalid/v1/infers/${service.id}`,
    update_time: configuration.sinceMs,
    load_balancer_policy: "ROUND_ROBIN",
    priority: 1,
    config: configuration.models.map((deployed) => configFields(service, deployed, ready)),
  });
}

/** Answers `GET /v1/{project_id}/services/{service_id}/logs`: its updates, newest first, and their configurations. */
export function answerUpdateLogs(
  service: SimulatedService,
  parameters: URLSearchParams,
  nowMs: number,
): SimulatedAnswer {
  const query = readParameters(parameters);
  const updateTime = query.integer("update_time", 0);
  if (query.invalid().length > 0) return invalidParametersAnswer(query.invalid());

  const updates = service
    .updates(nowMs)
    .filter(({ updatedAtMs }) => updateTime === null || updatedAtMs === updateTime)
    .toReversed();
  return okAnswer({
    service_id: service.id,
    service_name: service.name,
    logs: updates.map(({ updatedAtMs, endedAtMs, succeeded, models }) => {
      const running = endedAtMs === null || endedAtMs > nowMs;
      return {
        update_time: updatedAtMs,
        result: resultName(running, succeeded),
        config: models.map((deployed) => configFields(service, deployed, !running && succeeded)),
      };
    }),
  });
}

function resultName(running: boolean, succeeded: boolean): "RUNNING" | "SUCCESS" | "FAIL" {
  if (running) return "RUNNING";
  return succeeded ? "SUCCESS" : "FAIL";
}

function usesModel(service: SimulatedService, modelId: string, nowMs: number): boolean {
  const { models } = service.configuration(nowMs);
  return models.some((deployed) => configFields(service, deployed, false).model_id === modelId);
}

function sortServices(
  services: readonly SimulatedService[],
  sortBy: "publish_at" | "service_name" | "transition_at",
  order: "asc" | "desc",
  nowMs: number,
): SimulatedService[] {
  const sign = order === "asc" ? 1 : -1;
  const keyed = services.map((service) => ({ service, key: sortKey(service, sortBy, nowMs) }));
  keyed.sort((a, b) => sign * compareKeys(a.key, b.key) || compareKeys(a.service.id, b.service.id));
  return keyed.map(({ service }) => service);
}

function sortKey(
  service: SimulatedService,
  sortBy: "publish_at" | "service_name" | "transition_at",
  nowMs: number,
): string | number {
  switch (sortBy) {
    case "publish_at":
      return service.configuration(nowMs).sinceMs;
    case "service_name":
      return service.name;
    case "transition_at":
      return service.transition(nowMs).atMs;
    default:
      return sortBy satisfies never;
  }
}

function compareKeys(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
