import { LAST_PHASE } from "../../vocabulary/phase.ts";
import type { Rule } from "../rule.ts";

/**
 * Texts about a service as a whole, by operation.
 *
 * The word "failed" alone decides nothing: the three texts that begin with "Failed to update the service." are a
 * rollback's begin, success and failure.
 */
export const LIFECYCLE_RULES: readonly Rule[] = [
  {
    id: "deploy-begin",
    signal: "begin",
    operation: "deploy",
    says: { W1: "start to deploy service", D1: "The service starts to deploy." },
  },
  {
    id: "deploy-success",
    signal: "success",
    operation: "deploy",
    says: {
      analogy: [
        "deploy service success",
        "service deploy success",
        "service deployed success",
        "The service has been deployed.",
        "服务部署成功。",
      ],
    },
  },
  {
    id: "deploy-timeout",
    signal: "failure",
    operation: "deploy",
    cause: "timeout",
    says: {
      D27: "Service deployment timed out. Error: <any>",
      V2: "服务部署超时，错误信息：<any>",
      analogy: ["Service deployment timed out.", "服务部署超时。"],
    },
  },
  {
    id: "deploy-failure",
    signal: "failure",
    operation: "deploy",
    cause: "unknown",
    says: {
      V1: "服务部署失败，<error>",
      V5: "部署【<any>】创建失败<error>",
      analogy: [
        "deploy service failed",
        "Failed to deploy the service.",
        "Failed to deploy the service. Error: <error>",
      ],
    },
  },
  {
    id: "update-begin",
    signal: "begin",
    operation: "update",
    says: { D10: "The service is being updated.", analogy: "start to update service" },
  },
  {
    id: "update-success",
    signal: "success",
    operation: "update",
    says: {
      analogy: ["update service success", "service update success", "The service has been updated."],
    },
  },
  {
    id: "rollback-begin",
    signal: "begin",
    operation: "rollback",
    cause: "unknown",
    says: { D9: "Failed to update the service. Perform a rollback." },
  },
  {
    id: "rollback-success",
    signal: "success",
    operation: "rollback",
    cause: "unknown",
    says: { D28: "Failed to update the service. The update has been rolled back." },
  },
  {
    id: "rollback-failure",
    signal: "failure",
    operation: "rollback",
    cause: "rollback_failed",
    says: { D29: "Failed to update the service. The rollback failed." },
  },
  {
    id: "update-failure",
    signal: "failure",
    operation: "update",
    cause: "unknown",
    says: {
      analogy: [
        "update service failed",
        "Failed to update the service.",
        "Failed to update the service. Error: <error>",
      ],
    },
  },
  {
    id: "start-begin",
    signal: "begin",
    operation: "start",
    says: { D11: "The service is being started.", analogy: "start to start service" },
  },
  {
    id: "start-success",
    signal: "success",
    phase: LAST_PHASE,
    operation: "start",
    says: {
      D25: "Service <name> started.",
      analogy: ["service started", "start service success", "The service has been started."],
    },
  },
  {
    id: "start-failure",
    signal: "failure",
    phase: LAST_PHASE,
    operation: "start",
    cause: "model_start",
    says: {
      D26: "Failed to start service <name>.",
      analogy: [
        "start service failed",
        "failed to start service",
        "Failed to start the service.",
        "Failed to start the service. Error: <error>",
      ],
    },
  },
  {
    id: "stop-begin",
    signal: "begin",
    operation: "stop",
    says: { D12: "The service is being stopped.", analogy: "start to stop service" },
  },
  {
    id: "stop-success",
    signal: "success",
    operation: "stop",
    says: { D13: "The service has been stopped.", analogy: "stop service success" },
  },
  {
    id: "stop-for-quota",
    signal: "success",
    operation: "stop",
    cause: "quota",
    says: { D17: "The service is stopped because the quota exceeds the upper limit." },
  },
  {
    id: "stop-failure",
    signal: "failure",
    operation: "stop",
    cause: "unknown",
    says: {
      D23: "Failed to stop the service. Error: <error>",
      analogy: ["stop service failed", "Failed to stop the service."],
    },
  },
  {
    id: "auto-stop-disabled",
    signal: "info",
    operation: "auto_stop",
    says: { D14: "Auto stop has been disabled." },
  },
  {
    id: "auto-stop-enabled",
    signal: "info",
    operation: "auto_stop",
    says: { D15: "Auto stop has been enabled. The service will stop after <any>." },
  },
  {
    id: "auto-stop-success",
    signal: "success",
    operation: "auto_stop",
    says: { D16: "The service stops when the auto stop time expires." },
  },
  {
    id: "auto-stop-failure",
    signal: "failure",
    operation: "auto_stop",
    cause: "unknown",
    says: {
      D18: "Failed to automatically stop the service. Error: <error>",
      analogy: "Failed to automatically stop the service.",
    },
  },
  {
    id: "delete-begin",
    signal: "begin",
    operation: "delete",
    says: { analogy: ["start to delete service", "The service is being deleted."] },
  },
  {
    id: "delete-success",
    signal: "success",
    operation: "delete",
    says: { analogy: ["delete service success", "The service has been deleted.", "服务删除成功。"] },
  },
  {
    id: "delete-failure",
    signal: "failure",
    operation: "delete",
    cause: "unknown",
    says: {
      V3: "服务删除失败，<error>",
      V4: "批量服务删除失败，<error>",
      analogy: [
        "delete service failed",
        "Failed to delete the service.",
        "Failed to delete the service. Error: <error>",
      ],
    },
  },
  {
    id: "batch-run-success",
    signal: "success",
    operation: "batch_run",
    says: { D22: "The service has been executed." },
  },
  {
    id: "batch-run-failure",
    signal: "failure",
    operation: "batch_run",
    cause: "unknown",
    says: { D21: "The batch service failed. Try again later. Error: <error>" },
  },
  {
    id: "instances-deleted",
    signal: "info",
    operation: "instances",
    says: { D19: "Service instances deleted from resource pool <any>." },
  },
  {
    id: "instances-stopped",
    signal: "info",
    operation: "instances",
    says: { D20: "Service instances stopped in resource pool <any>." },
  },
  {
    id: "instances-abnormal",
    signal: "info",
    operation: "instances",
    says: { V9: "服务异常，不正常的实例数为<any>" },
  },
  {
    id: "licence-expiring",
    signal: "info",
    operation: "licence",
    says: { D24: "The subscription license <any> is to expire." },
  },
  {
    id: "operation-failure",
    signal: "failure",
    operation: "<operation>",
    cause: "unknown",
    says: { D8: "Service <operation> failed. Error: <error>", analogy: "Service <operation> failed." },
  },
  {
    id: "service-failure",
    signal: "failure",
    operation: "deploy",
    cause: "unknown",
    says: { D8: "Service <any> failed. Error: <error>", analogy: "Service failed. Error: <error>" },
  },
];
