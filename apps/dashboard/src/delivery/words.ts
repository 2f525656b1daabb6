import { numberText } from "../language/number-text.ts";
import { wording } from "../language/words.ts";

export const DELIVERY_WORDS = wording({
  en: {
    title: "Delivery",
    frequency: "Deployments a day",
    frequencyMeans: "that succeeded, of all that were started",
    attempts: (n: string) => `${n} started`,
    failureRate: "Failure rate",
    failureRateMeans: "failed or timed out ÷ these and those that succeeded",
    failedOf: (failed: number, ended: number) => `${numberText(failed)} of ${numberText(ended)}`,
    recovery: "Time to recover",
    recoveryMeans: "from a failure's end to the end of that service's next success",
    time: "Deployment time",
    timeMeans: "start to end of those that succeeded",
    p90: (text: string) => `P90 ${text}`,
    samples: (n: number) => `${numberText(n)} ${n === 1 ? "sample" : "samples"}`,
    stillBroken: (n: number) => `still broken: ${numberText(n)}`,
    since: "since",
    retried: (n: number, time: string) =>
      `${numberText(n)} ${n === 1 ? "success" : "successes"} retried a phase; those phases took ${time} in all`,
    before: (text: string) => `before: ${text}`,
  },
  zh: {
    title: "交付指标",
    frequency: "每日部署次数",
    frequencyMeans: "成功的次数；另列已开始的次数",
    attempts: (n: string) => `已开始 ${n} 次`,
    failureRate: "失败率",
    failureRateMeans: "失败或超时 ÷（成功 + 失败 + 超时）",
    failedOf: (failed: number, ended: number) => `${numberText(ended)} 次中 ${numberText(failed)} 次`,
    recovery: "恢复时间",
    recoveryMeans: "从失败结束到该服务下一次成功结束",
    time: "部署耗时",
    timeMeans: "成功的部署从开始到结束",
    p90: (text: string) => `P90 ${text}`,
    samples: (n: number) => `样本数 ${numberText(n)}`,
    stillBroken: (n: number) => `尚未恢复：${numberText(n)}`,
    since: "自",
    retried: (n: number, time: string) =>
      `${numberText(n)} 次成功的部署重试过某阶段，这些阶段合计耗时 ${time}`,
    before: (text: string) => `之前：${text}`,
  },
});
