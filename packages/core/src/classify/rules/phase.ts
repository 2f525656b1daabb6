import type { Rule } from "../rule.ts";

/**
 * Texts about each phase: begin, success, retry, failure.
 *
 * An abnormal text that announces another try is a retry: the platform tries three times by itself before it gives up
 * (see "Resources are insufficient when a service is deployed" in its troubleshooting guide). Every scheduling failure
 * that it documents is due to a lack of resources, so that is the default cause.
 *
 * Model events come in another feed. Those about building the image are included because they concern this phase; the
 * others (import, sizes, sharing) are left unclassified.
 */
export const PHASE_RULES: readonly Rule[] = [
  {
    id: "build-image-begin",
    signal: "begin",
    phase: "build_image",
    says: {
      W2: "building image for model",
      D4: "The image starts to create.",
      R34: "The image creation task started.",
      analogy: "building image",
    },
  },
  {
    id: "build-image-success",
    signal: "success",
    phase: "build_image",
    says: {
      W3: "model build image success",
      D7: "The image created.",
      R33: "Image created.",
      analogy: "build image success",
    },
  },
  {
    id: "build-image-retry",
    signal: "retry",
    phase: "build_image",
    cause: "image_build",
    says: { analogy: ["build image failed, retry later", "failed to build image, retry later"] },
  },
  {
    id: "build-image-timeout",
    signal: "failure",
    phase: "build_image",
    cause: "timeout",
    says: { R12: "Creating the image timed out. The timeout duration is <any> minutes." },
  },
  {
    id: "build-image-failure",
    signal: "failure",
    phase: "build_image",
    cause: "image_build",
    says: {
      D5: "Failed to create model image <any>. For details, see logs: <any>",
      D6: "Failed to create the image.",
      M2: ["Failed to build the image.", "构建镜像失败。"],
      R22: "Failed to create the image due to traffic control. Try again later.",
      R23: "Failed to send the image creation request.",
      R30: "Failed to schedule the image creation task.",
      R31: "Failed to start the image creation task.",
      R39: "Failed to create the image. For details, see image creation logs.",
      R40: "Failed to create the image due to an internal system error. Contact technical support.",
      analogy: ["model build image failed", "build image failed", "failed to build image"],
    },
  },
  {
    id: "build-image-state",
    signal: "info",
    phase: "build_image",
    says: {
      M6: ["The status of the image building task is <any>.", "当前镜像构建任务状态为<any>。"],
      R6: "The image creation task is in the <any> state.",
    },
  },
  {
    id: "prepare-environment-begin",
    signal: "begin",
    phase: "prepare_environment",
    says: { W4: "preparing environment" },
  },
  {
    id: "prepare-environment-success",
    signal: "success",
    phase: "prepare_environment",
    says: { W5: "prepare environment success" },
  },
  {
    id: "prepare-environment-retry",
    signal: "retry",
    phase: "prepare_environment",
    cause: "unknown",
    says: {
      analogy: ["prepare environment failed, retry later", "failed to prepare environment, retry later"],
    },
  },
  {
    id: "prepare-environment-failure",
    signal: "failure",
    phase: "prepare_environment",
    cause: "unknown",
    says: { analogy: ["prepare environment failed", "failed to prepare environment"] },
  },
  {
    id: "schedule-resource-begin",
    signal: "begin",
    phase: "schedule_resource",
    says: { analogy: ["scheduling resource", "scheduling resources"] },
  },
  {
    id: "schedule-resource-success",
    signal: "success",
    phase: "schedule_resource",
    says: { W6: "schedule resource success" },
  },
  {
    id: "schedule-resource-retry",
    signal: "retry",
    phase: "schedule_resource",
    cause: "insufficient_resources",
    says: {
      W11: "Schedule failed due to insufficient resources. Retry later.",
      D2: "Insufficient resources. Wait until idle resources are sufficient.",
      analogy: ["schedule resource failed. Retry later.", "failed to schedule resource, retry later"],
    },
  },
  {
    id: "schedule-resource-none-available",
    signal: "failure",
    phase: "schedule_resource",
    cause: "insufficient_resources",
    says: {
      W12: [
        "ModelArts.3976: No resources are available for the selected specification.",
        "No resources are available for the selected specification.",
      ],
    },
  },
  {
    id: "schedule-resource-failure",
    signal: "failure",
    phase: "schedule_resource",
    cause: "insufficient_resources",
    says: {
      D3: "Insufficient <any>. The scheduling failed. Supplementary information: <error>",
      analogy: ["schedule resource failed", "failed to schedule resource"],
    },
  },
  {
    id: "pull-image-begin",
    signal: "begin",
    phase: "pull_image",
    says: { W7: "pulling model image", analogy: "pulling image" },
  },
  {
    id: "pull-image-success",
    signal: "success",
    phase: "pull_image",
    says: { W8: "pull image success" },
  },
  {
    id: "pull-image-retry",
    signal: "retry",
    phase: "pull_image",
    cause: "image_pull",
    says: { W10: "failed to pull image, retry later", analogy: "pull image failed, retry later" },
  },
  {
    id: "pull-image-failure",
    signal: "failure",
    phase: "pull_image",
    cause: "image_pull",
    says: { analogy: ["pull image failed", "failed to pull image"] },
  },
  {
    id: "start-model-begin",
    signal: "begin",
    phase: "start_model",
    says: { W9: "starting model" },
  },
  {
    id: "start-model-success",
    signal: "success",
    phase: "start_model",
    says: { analogy: "start model success" },
  },
  {
    id: "start-model-retry",
    signal: "retry",
    phase: "start_model",
    cause: "model_start",
    says: { analogy: ["start model failed, retry later", "failed to start model, retry later"] },
  },
  {
    id: "start-model-failure",
    signal: "failure",
    phase: "start_model",
    cause: "model_start",
    says: {
      W15: "Failed to start the pod container in deployment <any>.",
      analogy: ["start model failed", "failed to start model"],
    },
  },
];
