import { wording } from "../language/words.ts";

export const TRENDS_WORDS = wording({
  en: {
    trend: "Per day",
    trendNote: "P50, and up to P90, by UTC day of the start",
    trendPoint: (day: string, p50: string, p90: string, n: number) =>
      `${day}: P50 ${p50}, P90 ${p90}, ${n} ${n === 1 ? "sample" : "samples"}`,
    change: (when: string, ratio: string) => `Lasting change since ${when}: × ${ratio}`,
    asTable: "As a table",
    day: "Day",
    noDays: "No day in this window has a deployment that counts",
    n: "Samples",
    noTimesDo:
      "No deployment of this window and these filters counts. Widen the window, or reset the filters.",
  },
  zh: {
    trend: "每日趋势",
    trendNote: "P50 至 P90，按开始时间的 UTC 日期",
    trendPoint: (day: string, p50: string, p90: string, n: number) =>
      `${day}：P50 ${p50}，P90 ${p90}，样本数 ${n}`,
    change: (when: string, ratio: string) => `自 ${when} 起持续变化：× ${ratio}`,
    asTable: "以表格显示",
    day: "日期",
    noDays: "该时间范围内没有可计入的部署",
    n: "样本数",
    noTimesDo: "当前时间范围和筛选条件下没有可计入的部署。请扩大范围或重置筛选。",
  },
});
