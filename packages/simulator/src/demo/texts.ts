import type { ModelVersion } from "@deploy-lens/core/vocabulary/signal";

/**
 * The platform's texts.
 *
 * `wire` lines are verbatim from the documented sample or troubleshooting pages; `page` lines are those of the user
 * guide's table of events, the only public source for them.
 */
const label = (model: ModelVersion): string => `${model.name} ${model.version}`;

/** Lines of the phases. */
export const PHASE_TEXTS = {
  // wire: the documented sample
  buildBegin: (model: ModelVersion) => `building image for model [${label(model)}]`,
  buildSuccess: (model: ModelVersion) => `model (${label(model)}) build image success`,
  prepareBegin: "preparing environment",
  prepareSuccess: (model: ModelVersion) => `[${label(model)}] prepare environment success`,
  scheduleSuccess: (model: ModelVersion) => `[${label(model)}] schedule resource success`,
  pullBegin: (model: ModelVersion) => `[${label(model)}] pulling model image`,
  pullSuccess: (model: ModelVersion) => `[${label(model)}] pull image success`,
  startBegin: (model: ModelVersion) => `[${label(model)}] starting model`,
  // wire: troubleshooting pages
  pullRetry: "failed to pull image, retry later",
  scheduleRetry: "Schedule failed due to insufficient resources. Retry later.",
  podFailed: (deployment: string) => `Failed to start the pod container in deployment [${deployment}].`,
  // page
  scheduleWait: "Insufficient resources. Wait until idle resources are sufficient.",
  scheduleFailed: (resource: string, detail: string) =>
    `Insufficient ${resource}. The scheduling failed. Supplementary information: ${detail}`,
  // The page shows the line break as two characters, backslash and n.
  buildFailed: (model: ModelVersion, log: string) =>
    `Failed to create model image ${label(model)}. For details, see logs :\\n${log}.`,
  buildFailedBare: "Failed to create the image.",
} as const;

/** Lines of the service as a whole. */
export const SERVICE_TEXTS = {
  // wire: the documented sample
  deployBegin: "start to deploy service",
  // page
  updateBegin: "The service is being updated.",
  startBegin: "The service is being started.",
  started: (service: string) => `Service ${service} started.`,
  startFailed: (service: string) => `Failed to start service ${service}.`,
  operationFailed: (operation: string, error: string) => `Service ${operation} failed. Error: ${error}`,
  timedOut: (error: string) => `Service deployment timed out. Error: ${error}`,
  rollbackBegin: "Failed to update the service. Perform a rollback.",
  rolledBack: "Failed to update the service. The update has been rolled back.",
  rollbackFailed: "Failed to update the service. The rollback failed.",
  stopBegin: "The service is being stopped.",
  stopped: "The service has been stopped.",
  stopFailed: (error: string) => `Failed to stop the service. Error: ${error}`,
  autoStopEnabled: (seconds: number) =>
    `Auto stop has been enabled. The service will stop after ${seconds}s.`,
  autoStopDisabled: "Auto stop has been disabled.",
  autoStopExpired: "The service stops when the auto stop time expires.",
  autoStopFailed: (error: string) => `Failed to automatically stop the service. Error: ${error}`,
  quotaStop: "The service is stopped because the quota exceeds the upper limit.",
  licenceExpires: (licence: string) => `The subscription license ${licence} is to expire.`,
} as const;

/** Messages of the platform's error codes, for the tail of `Error: …`. */
export const ERROR_TEXTS = {
  deployFailed: "ModelArts.3501: Failed to deploy the service.",
  updateFailed: "ModelArts.3505: Failed to update the service.",
  noResources: "ModelArts.3976: No resources are available for the selected specification.",
  internal: "ModelArts.0010: Internal error.",
  tooLong: (minutes: number) => `The service deployment time exceeds ${minutes} minutes.`,
} as const;

/** Plausible lines that no public page shows: a reader must keep them and not guess. */
export const UNDOCUMENTED_TEXTS: readonly [UndocumentedText, ...UndocumentedText[]] = [
  { severity: "normal", message: "traffic weight of canary raised to 20 percent" },
  { severity: "normal", message: "liveness endpoint /health answered 200 after 3 probes" },
  { severity: "normal", message: "实例 2/3 已就绪" },
  { severity: "normal", message: "node affinity cn-north-4a preferred, 2 candidates" },
  { severity: "abnormal", message: "liveness endpoint /health answered 503, probing again" },
  { severity: "abnormal", message: "实例 1/3 健康检查未通过" },
  { severity: "normal", message: "hot parameters mapped from cache volume vol-7f21" },
  { severity: "abnormal", message: "GPU 0 reports ECC page retirement pending" },
];

interface UndocumentedText {
  readonly severity: "normal" | "abnormal";
  readonly message: string;
}
