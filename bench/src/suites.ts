import type { Suite } from "./suite.ts";

/** Everything that is measured, in the order of the document. */
export const SUITES: readonly Suite[] = [
  {
    name: "bundle",
    title: "What a cold start of the events function reads",
    how: "The same two routes, bundled by esbuild with our own function's settings. What is loaded when first needed does not count.",
    load: () => import("./suites/bundle.ts"),
  },
  {
    name: "cold-start",
    title: "From a process's start to the first answered gateway event",
    how: "Bundled functions, one process for each start, in turn; the first event asks for the documented sample's events, through a local upstream. Bare Node.js answers the same from memory; with fetch it passes on what the upstream answers. A function starts with a whole processor, as on Lambda; for the last row its process is put into a control group (`cpu.cfs_quota_us` of a `cpu.cfs_period_us` of 20 ms, 512 / 1,769 of a processor) before the first event.",
    load: () => import("./suites/cold-start.ts"),
  },
  {
    name: "warm",
    title: "A request that the cache can answer",
    how: "The same bundled functions, one process each, in turn; one event after another, eight events in the answer, token claims, validation, entity tag, security headers, a log line and metrics. Processor time of the whole process, so what others do on the machine is not in it.",
    load: () => import("./suites/warm.ts"),
  },
  {
    name: "proxy",
    title: "What the app adds to an upstream's own time",
    how: "50 concurrent requests over keep-alive sockets, each for another service so that none is cached, against an upstream that takes 100 ms; four processes. The client's own limit of 16 calls at once is raised to 64. What is added is a round's quantile less that of direct calls in the same round.",
    load: () => import("./suites/proxy.ts"),
  },
  {
    name: "page",
    title: "A page of 1,000 events, from the upstream's bytes to ours",
    how: "Parse, validate, normalize (order, meaning, ids), serialize; beside JSON.parse and JSON.stringify of the same page. Processor time of 50 pages at a time, in turn.",
    load: () => import("./suites/page.ts"),
  },
  {
    name: "derive",
    title: "From events to deployments",
    how: "Twenty services of the simulator with some thousand events each, parsed anew each time, in turn; processor time of the whole process, garbage collection and compiling included.",
    load: () => import("./suites/derive.ts"),
  },
  {
    name: "analytics",
    title: "The derive function beside the AWS SDK alone",
    how: "The SDK alone is the clients and commands that the function uses, bundled by the same settings with nothing replaced. One process for each start, in turn.",
    load: () => import("./suites/analytics.ts"),
  },
  {
    name: "dynamodb",
    title: "Requests and request units of the table",
    how: "The store on an embedded DynamoDB: three months of one service with 20 deployments a day, then one more day, deployment by deployment. Units are those the engine reports (`ReturnConsumedCapacity`) and, for its indexes, those that follow from item sizes. Beside it the same deployments as items of their own on Dynoxide, written in transactions and read one by one.",
    load: () => import("./suites/dynamodb.ts"),
  },
  {
    name: "ticks",
    title: "Calls to the upstream, tick by tick",
    how: "The pipeline of the local stack against the simulator, over HTTP; the requests that arrive there are counted.",
    load: () => import("./suites/ticks.ts"),
  },
  {
    name: "statistics",
    title: "Percentiles as history grows",
    how: "p50, p90 and p99 of five phases and the total over 90 days of one service; processor time. Ours begins with the packed bytes that the table holds; the sketches are merged from daily ones in memory; SQLite sorts rows in memory, by an index on the day.",
    load: () => import("./suites/statistics.ts"),
  },
  {
    name: "dashboard",
    title: "The project page with 1,000 services",
    how: "The local stack with a simulator of 1,000 services, 40 of them deployed in the last days; each visit in a fresh profile of Chromium, up to the end of the list. Scripts are compressed as a CDN does.",
    load: () => import("./suites/dashboard.ts"),
  },
];
