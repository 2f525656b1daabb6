import { wording } from "../language/words.ts";

export const LIVE_WORDS = wording({
  en: {
    soFar: (text: string) => `${text} so far`,
    left: (p50: string) => `about ${p50} left`,
    atMost: (p90: string) => `90% at most ${p90}`,
    comma: ", ",
    soon: "should end any moment",
    overdue: "longer than nearly all before",
    noEta: "too few past deployments for an estimate",
    lastEvent: "last event",
  },
  zh: {
    soFar: (text: string) => `已用 ${text}`,
    left: (p50: string) => `预计剩余约 ${p50}`,
    atMost: (p90: string) => `90% 不超过 ${p90}`,
    comma: "，",
    soon: "即将完成",
    overdue: "已超过以往绝大多数部署",
    noEta: "历史部署太少，无法预估",
    lastEvent: "最近事件",
  },
});
