import { numberText } from "../../language/number-text.ts";
import { wording } from "../../language/words.ts";

export const PROJECT_WORDS = wording({
  en: {
    projects: "Projects",
    services: (n: number) => `${numberText(n)} ${n === 1 ? "service" : "services"}`,
    noProject: (id: string) => `Project ${id} not found`,
    noProjectDo: "Deploy Lens does not serve it, or you may not read it. Choose one from the list.",
    toProjects: "Go to the projects",
    allDeployments: "All deployments",

    last30: "last 30 days",
    deployments: "Deployments",
    notCounted: (cancelled: number, superseded: number) =>
      `${numberText(cancelled)} canceled, ${numberText(superseded)} superseded`,
    successRate: "Success rate",
    succeededFailed: (succeeded: number, failed: number) =>
      `${numberText(succeeded)} succeeded, ${numberText(failed)} failed or timed out`,
    median: "P50 total",
    p90: "P90 total",
    ofSuccesses: (n: number) => `of ${numberText(n)} successful ones`,
    ofAbout: (n: number, error: string) => `of ${numberText(n)} successful ones, within ${error}`,

    now: "Deploying now",
    nothingRuns: "Nothing is deploying at the moment.",
    silent: (count: number) =>
      `${numberText(count)} ${count === 1 ? "deployment has" : "deployments have"} gone quiet`,
    longSilent: (count: number) =>
      `${numberText(count)} ${count === 1 ? "has" : "have"} been quiet for more than a week`,

    where: "Where the time goes",
    whereNote: (n: number) => `${numberText(n)} successful deployments, last 30 days`,
    within: (error: string) => `within ${error}`,
    n: "Samples",
    nTitle: "Successful deployments of the last 30 days, which P50 and P90 are of",
    phase: "Phase",
    share: "Share of the time",
    p50: "P50",
    p90Short: "P90",
    noTimes: "No successful deployment yet",
    noTimesDo: "As soon as one ends well, this shows what took how long.",

    why: "Why deployments failed",
    whyNote: (failed: number, ended: number) =>
      `${numberText(failed)} of ${numberText(ended)} that succeeded or failed, last 30 days`,
    noFailures: "Nothing failed in the last 30 days",
    times: (n: number) => `${numberText(n)} ×`,

    list: "Services",
    find: "Find a service",
    findHint: "Name or ID",
    status: "Status",
    anyStatus: "Any status",
    sort: "Sort by",
    service: "Service",
    latest: "Last deployment",
    trend: "P50 per day",
    shown: (n: number, all: number) => `${numberText(n)} of ${numberText(all)}`,
    never: "no deployment known",
    sortBy: (what: string) => `Sort by ${what}`,
    activity: "latest activity",
    name: "name",
    none: "No service matches",
    noneDo: "Change what you look for, or show all services.",
    clear: "Show all services",
    empty: "This project has no service",
    emptyDo: "Deploy a model as a service in ModelArts; it appears here within a minute.",
    sparkline: (first: string, last: string, days: number) =>
      `P50 per day over ${days} days: ${first} at first, ${last} at last`,
    slower: (percent: number) => `${percent}% slower`,
    faster: (percent: number) => `${percent}% faster`,
    changeTitle: (before: number, after: number) =>
      `P50 of the last 7 days (${numberText(after)} deployments) against the 21 days before (${numberText(before)}); corrected for how many services are compared (Holm)`,
  },
  zh: {
    projects: "项目",
    services: (n: number) => `${numberText(n)} 个服务`,
    noProject: (id: string) => `没有项目 ${id}`,
    noProjectDo: "Deploy Lens 未接入该项目，或您没有查看权限。请从列表中选择。",
    toProjects: "前往项目列表",
    allDeployments: "全部部署",

    last30: "近 30 天",
    deployments: "部署次数",
    notCounted: (cancelled: number, superseded: number) =>
      `已取消 ${numberText(cancelled)} 次，已被取代 ${numberText(superseded)} 次`,
    successRate: "成功率",
    succeededFailed: (succeeded: number, failed: number) =>
      `成功 ${numberText(succeeded)} 次，失败或超时 ${numberText(failed)} 次`,
    median: "总耗时 P50",
    p90: "总耗时 P90",
    ofSuccesses: (n: number) => `成功的 ${numberText(n)} 次`,
    ofAbout: (n: number, error: string) => `成功的 ${numberText(n)} 次，误差不超过 ${error}`,

    now: "正在部署",
    nothingRuns: "当前没有正在进行的部署。",
    silent: (count: number) => `${numberText(count)} 次部署疑似卡住（长时间无新事件）`,
    longSilent: (count: number) => `${numberText(count)} 次部署超过一周无新事件`,

    where: "阶段耗时占比",
    whereNote: (n: number) => `近 30 天成功的 ${numberText(n)} 次部署`,
    within: (error: string) => `误差不超过 ${error}`,
    n: "样本数",
    nTitle: "近 30 天成功的部署次数，P50 与 P90 由此得出",
    phase: "阶段",
    share: "耗时占比",
    p50: "P50",
    p90Short: "P90",
    noTimes: "尚无成功的部署",
    noTimesDo: "有部署成功后，这里会显示各阶段耗时。",

    why: "失败原因",
    whyNote: (failed: number, ended: number) =>
      `近 30 天成功或失败的 ${numberText(ended)} 次部署中，失败 ${numberText(failed)} 次`,
    noFailures: "近 30 天没有失败",
    times: (n: number) => `${numberText(n)} 次`,

    list: "服务",
    find: "查找服务",
    findHint: "名称或 ID",
    status: "状态",
    anyStatus: "全部状态",
    sort: "排序",
    service: "服务",
    latest: "最近一次部署",
    trend: "P50 日趋势",
    shown: (n: number, all: number) => `${numberText(n)} / ${numberText(all)}`,
    never: "暂无部署记录",
    sortBy: (what: string) => `按${what}排序`,
    activity: "最近活动",
    name: "名称",
    none: "没有匹配的服务",
    noneDo: "请调整查找条件，或显示全部服务。",
    clear: "显示全部服务",
    empty: "该项目没有服务",
    emptyDo: "在 ModelArts 中将模型部署为服务后，一分钟内会出现在这里。",
    sparkline: (first: string, last: string, days: number) =>
      `${days} 天的 P50 日趋势：最初 ${first}，最近 ${last}`,
    slower: (percent: number) => `慢 ${percent}%`,
    faster: (percent: number) => `快 ${percent}%`,
    changeTitle: (before: number, after: number) =>
      `近 7 天（${numberText(after)} 次部署）的 P50 与之前 21 天（${numberText(before)} 次）相比；已按同时比较的服务数校正（Holm 法）`,
  },
});
