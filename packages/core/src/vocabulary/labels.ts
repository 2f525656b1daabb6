import type { DeploymentFlag, GapNeighbour, Outcome, PhaseFlag, PhaseOutcome } from "./deployment.ts";
import type { Phase } from "./phase.ts";
import type { DeploymentKind } from "./signal.ts";

/** The languages of user-facing texts. */
export const LANGUAGES = ["en", "zh"] as const;

export type Language = (typeof LANGUAGES)[number];

/** One text in both languages. */
export type Bilingual = Readonly<Record<Language, string>>;

/**
 * User-facing labels for the vocabulary. The Chinese names of the phases are those of the
 * platform's own documentation.
 *
 * @example
 * PHASE_LABELS.pull_image.zh; // "拉取镜像"
 */
export const PHASE_LABELS: Readonly<Record<Phase, Bilingual>> = {
  build_image: { en: "build image", zh: "构建镜像" },
  prepare_environment: { en: "prepare environment", zh: "准备环境" },
  schedule_resource: { en: "schedule resource", zh: "调度资源" },
  pull_image: { en: "pull image", zh: "拉取镜像" },
  start_model: { en: "start model", zh: "启动模型" },
};

/** Names of a gap's neighbours: the phases, and the deployment's own edges. */
export const NEIGHBOUR_LABELS: Readonly<Record<GapNeighbour, Bilingual>> = {
  ...PHASE_LABELS,
  start: { en: "start", zh: "开始" },
  end: { en: "end", zh: "结束" },
};

/** Labels of kinds of deployment. */
export const KIND_LABELS: Readonly<Record<DeploymentKind, Bilingual>> = {
  deploy: { en: "deploy", zh: "部署" },
  update: { en: "update", zh: "更新" },
  start: { en: "start", zh: "启动" },
};

/** Labels of outcomes, with `open` for a deployment that has not ended. */
export const OUTCOME_LABELS: Readonly<Record<Outcome | "open", Bilingual>> = {
  success: { en: "succeeded", zh: "成功" },
  failure: { en: "failed", zh: "失败" },
  cancelled: { en: "cancelled", zh: "已取消" },
  superseded: { en: "superseded", zh: "被取代" },
  timed_out: { en: "timed out", zh: "超时" },
  open: { en: "open", zh: "进行中" },
};

/** Labels of a phase's outcomes, with `open` for one that has not ended. */
export const PHASE_OUTCOME_LABELS: Readonly<Record<PhaseOutcome | "open", Bilingual>> = {
  success: { en: "succeeded", zh: "成功" },
  recovered: { en: "succeeded after a retry", zh: "重试后成功" },
  failure: { en: "failed", zh: "失败" },
  interrupted: { en: "cut off", zh: "被中断" },
  open: { en: "running", zh: "进行中" },
};

/** Labels of a deployment's flags. */
export const DEPLOYMENT_FLAG_LABELS: Readonly<Record<DeploymentFlag, Bilingual>> = {
  stalled: { en: "stalled: silent for long", zh: "停滞：长时间没有新事件" },
  rolling_back: { en: "rolling back", zh: "正在回滚" },
  rolled_back: { en: "rolled back", zh: "已回滚" },
  recovered: { en: "recovered by a retry", zh: "重试后恢复" },
  skew: { en: "clocks disagree", zh: "时钟不一致" },
  unclassified: { en: "has texts that no rule knows", zh: "含有未识别的事件" },
};

/** Labels of a phase's flags. */
export const PHASE_FLAG_LABELS: Readonly<Record<PhaseFlag, Bilingual>> = {
  implied_start: { en: "begins where the phase before it ended", zh: "起点取自上一阶段的终点" },
  missing_start: { en: "no begin was seen", zh: "没有开始事件" },
  inferred_end: { en: "no end was seen; at most this long", zh: "没有结束事件，时长为上限" },
  ended_by_status: { en: "ended when the service was running", zh: "以服务转为运行中为终点" },
  skew: { en: "ends before it begins: clocks disagree", zh: "结束早于开始：时钟不一致" },
};
