import type { Rule } from "../rule.ts";

/**
 * Texts of pods and schedulers that occur alone or inside a longer text; so they are last in the table.
 *
 * While no node accepts a pod the scheduler keeps trying, and Kubernetes retries pulls and starts, so these are
 * retries; the platform has a text of its own for giving up. A model that could not be loaded is a failure of its
 * start: the service stays in deployment, as it does for a container that does not start. Intermediate states of a
 * container, probes included, are details.
 */
export const POD_RULES: readonly Rule[] = [
  {
    id: "rollback-failure-summary",
    signal: "failure",
    operation: "rollback",
    cause: "rollback_failed",
    says: { V6: "<any>升级回滚失败 <any>" },
  },
  {
    id: "pod-scheduling-retry",
    signal: "retry",
    phase: "schedule_resource",
    cause: "insufficient_resources",
    says: { V8: "<any>Pod调度失败 <error>", K1: "FailedScheduling <error>" },
  },
  {
    id: "pod-disk-pressure",
    signal: "retry",
    phase: "schedule_resource",
    cause: "disk_pressure",
    says: {
      W14: ["<any> node(s) had taint {node.kubernetes.io/disk-pressure: }<any>", "No space <any>"],
      analogy: "<any> node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }<any>",
    },
  },
  {
    id: "pod-insufficient",
    signal: "retry",
    phase: "schedule_resource",
    cause: "insufficient_resources",
    says: {
      W13: ["insufficient CPU", "insufficient memory"],
      V7: "<any>资源不足 <any>",
      analogy: "0/<any> nodes are available: <error>",
    },
  },
  {
    id: "pod-affinity",
    signal: "retry",
    phase: "schedule_resource",
    cause: "insufficient_resources",
    says: { P2: "<any>didn't match pod affinity rules <any>" },
  },
  {
    id: "model-load-disk-full",
    signal: "failure",
    phase: "start_model",
    cause: "disk_pressure",
    says: {
      P4: ["<any>ModelArts.8503 <any>", "Insufficient disk space detected before downloading the OBS file."],
    },
  },
  {
    id: "model-load-failure",
    signal: "failure",
    phase: "start_model",
    cause: "storage",
    says: {
      P3: [
        "<any>ModelArts.8501 <any>",
        "A system-related error (such as disk full error, disk corruption, etc.) occurred during the OBS download process.",
      ],
      P5: [
        "<any>ModelArts.8506 <any>",
        "An error occurred while mounting the SFS Turbo. Please check whether the related configurations are correct",
      ],
      P6: [
        "<any>ModelArts.8507 <any>",
        "A timeout was detected while accessing the mount directory when mounting the SFS Turbo. Please try again later.",
      ],
    },
  },
  {
    id: "model-warm-up-failure",
    signal: "failure",
    phase: "start_model",
    cause: "model_start",
    says: { P7: "<any>ModelArts.8504 <any>", P8: "<any>ModelArts.8505 <any>" },
  },
  {
    id: "error-code-detail",
    signal: "info",
    operation: "deploy",
    says: {
      P9: ["<any>ModelArts.8137 <any>", "<any>ModelArts.8138 <any>"],
      P10: "<any>ModelArts.8118 <any>",
    },
  },
  {
    id: "pod-image-pull-retry",
    signal: "retry",
    phase: "pull_image",
    cause: "image_pull",
    says: {
      V10: "拉取镜像失败 <any>",
      K2: ['Failed to pull image "<any>": <any>', "Error: ErrImagePull", "ErrImagePull"],
      K3: 'Unable to fetch image "<any>": failed to resolve image to digest<any>',
      K1: ["Error: ImagePullBackOff", "ImagePullBackOff", 'Back-off pulling image "<any>"<any>'],
    },
  },
  {
    id: "pod-image-pull-detail",
    signal: "info",
    phase: "pull_image",
    says: {
      K2: 'Pulling image "<any>"',
      K1: [
        'Successfully pulled image "<any>"<any>',
        'Container image "<any>" already present on machine<any>',
      ],
    },
  },
  {
    id: "pod-memory-retry",
    signal: "retry",
    phase: "start_model",
    cause: "insufficient_resources",
    says: { V11: "内存不足 <any>", K1: ["OOMKilled", "OOMKilled <any>"] },
  },
  {
    id: "pod-start-retry",
    signal: "retry",
    phase: "start_model",
    cause: "model_start",
    says: {
      K1: ["Back-off restarting failed container<any>", "CrashLoopBackOff", "CrashLoopBackOff <any>"],
    },
  },
  {
    id: "pod-start-detail",
    signal: "info",
    phase: "start_model",
    says: {
      K2: ["Created container <any>", "Started container <any>"],
      K1: ["Readiness probe failed: <any>", "Liveness probe failed: <any>", "Startup probe failed: <any>"],
    },
  },
];
