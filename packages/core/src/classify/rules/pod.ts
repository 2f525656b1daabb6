import type { Rule } from "../rule.ts";

/**
 * Words of pods and of schedulers that turn up as texts of their own, or inside a longer one; hence last in the table.
 *
 * While no node takes a pod the scheduler keeps trying, so these are retries; the platform says in a text of its own
 * when it gives up. A model that could not be loaded is a failure of its start: the service stays in deployment, as it
 * does for a container that does not start.
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
    says: { V8: "<any>Pod调度失败 <error>" },
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
];
