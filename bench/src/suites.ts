import type { Suite } from "./frame/suite.ts";

/** All that the API's function is made of, and what it is held against. */
const FUNCTION = [
  "apps/bff/bundling.ts",
  "apps/bff/src",
  "packages/api/src",
  "packages/core/src",
  "packages/modelarts/src",
  "packages/store/src",
  "bench/src/measure",
  "bench/src/peers",
  "pnpm-lock.yaml",
];
const BOTH_SIDES =
  "Both sides: the same client of ModelArts, the same meaning of events, a token verified with the key of its issuer (RS256; one that was verified stands for a minute), the query checked against the schema, security headers, an entity tag and 304, problem answers, a cache, and one line of JSON with metrics; nobody compresses, since the event does not ask. Ours alone: twenty routes, a trace, a deadline, refusal of hostile paths, Cache-Status and Age, and the archive. The peers have two routes, no middleware, and are warmed while they start.";

/** Everything that is measured, in the order of the document. */
export const SUITES: readonly Suite[] = [
  {
    name: "bundle",
    title: "What a cold start of the events function reads",
    how: "The same two routes, bundled by esbuild with our own function's settings. Ours counts what it loads before the first request, too: the archive and token verification. What only other routes need does not count.",
    sources: [...FUNCTION, "bench/src/suites/bundle.ts"],
    load: () => import("./suites/bundle.ts"),
  },
  {
    name: "cold-start",
    title: "From a process's start to the first answered gateway event",
    how: `Bundled functions, one process for each start, in turn. The default request is \`GET …/events\`: ours reads the feed, and the table for what is older; where the feed alone answers, \`from\` says so. Peers have no archive and read the feed both times. Bare Node.js answers the sample from memory; with fetch it passes on what the upstream answers. Here a function starts with a whole processor, as Lambda gives initialization a burst of CPU (AWS Lambda Web Adapter, "Async Initialization"); for the last row its process is put into a control group (\`cpu.cfs_quota_us\` of a \`cpu.cfs_period_us\` of 20 ms, 512 / 1,769 of a processor) before the first event. Peers are warmed with one request, which opens their connection to the upstream; ours opens that to the table, and asks ModelArts for nothing before somebody wants it. ${BOTH_SIDES}`,
    sources: [...FUNCTION, "bench/src/suites/cold-start.ts"],
    load: () => import("./suites/cold-start.ts"),
  },
  {
    name: "warm",
    title: "A request that the cache can answer",
    how: `The same bundled functions, one process each, in turn; one event after another, by processor time of the whole process, so what others do on the machine is not in it. Ours keeps the rendered page with the feed that it was made of (three seconds) and names it without hashing it; peers keep the events, render and hash for each request. Ratios are formed round by round. ${BOTH_SIDES}`,
    sources: [...FUNCTION, "bench/src/suites/warm.ts"],
    load: () => import("./suites/warm.ts"),
  },
  {
    name: "proxy",
    title: "What the app adds to an upstream's own time",
    how: "50 callers side by side over keep-alive sockets, each with a request at a time, for another service each time so that none is cached, against an upstream that takes 100 ms; five processes. Ours verifies a token (RS256; the same one, which stands for a minute once verified), and writes its two lines with metrics; the proxies keep their connections, and neither authenticate, check nor log. The client's own limit of 16 calls at once is raised to 64. What is added is a round's quantile less that of direct calls in the same round.",
    sources: [
      "apps/bff/src",
      "packages/api/src",
      "packages/core/src",
      "packages/modelarts/src",
      "bench/src/measure",
      "bench/src/peers/pass-through.ts",
      "bench/src/suites/proxy.ts",
      "pnpm-lock.yaml",
    ],
    load: () => import("./suites/proxy.ts"),
  },
  {
    name: "page",
    title: "A page of 1,000 events, from the upstream's bytes to ours",
    how: "Parse, validate, normalize (order, meaning, ids), serialize; beside JSON.parse and JSON.stringify of the same page. Processor time of 50 pages at a time, in turn.",
    sources: [
      "packages/core/src",
      "packages/api/src",
      "bench/src/measure/feeds.ts",
      "bench/src/suites/page.ts",
    ],
    load: () => import("./suites/page.ts"),
  },
  {
    name: "derive",
    title: "From events to deployments",
    how: "Twenty services of the simulator with some thousand events each, parsed anew each time, in turn; processor time of the whole process, garbage collection and compiling included. The map and the regular expressions give rule and model of the same texts, no cause; ours remembers what 256 texts meant. The growth rows are one pass and the median of three over the median of twenty, one after another.",
    sources: [
      "packages/core/src",
      "bench/src/measure/feeds.ts",
      "bench/src/peers/map-and-patterns.ts",
      "bench/src/suites/derive.ts",
    ],
    load: () => import("./suites/derive.ts"),
  },
  {
    name: "findings",
    title: "From durations to lasting changes",
    how: "Three hundred drawn series for each row: log-normal durations with a deviation of 0.25 as the demo's, five runs a day, a change at run 150; whether an image was cached is inferred from the runs before it, not given. Found means confirmed, and within 15 runs of the place. Beside it, on the same series: a t-test on windows of 24 and 12 runs with the threshold 7, as Mozilla's Perfherder sets it, and an alarm past two deviations of the last thirty runs.",
    sources: [
      "packages/core/src/findings",
      "bench/src/peers/change-rules.ts",
      "bench/src/suites/findings.ts",
    ],
    load: () => import("./suites/findings.ts"),
  },
  {
    name: "analytics",
    title: "The derive function beside the AWS SDK alone",
    how: "The SDK alone is the clients and commands that the function uses, bundled by the same settings with nothing replaced. One process for each start, in turn.",
    sources: [
      "apps/analytics/src",
      "packages/core/src",
      "packages/modelarts/src",
      "packages/store/src",
      "bench/src/peers/sdk-alone.lambda.ts",
      "pnpm-lock.yaml",
    ],
    load: () => import("./suites/analytics.ts"),
  },
  {
    name: "dynamodb",
    title: "Requests and request units of the table",
    how: "The store on an embedded DynamoDB: three months of one service with 20 deployments a day, then one more day, deployment by deployment. Units are those the engine reports (`ReturnConsumedCapacity`) and, for its indexes, those that follow from item sizes. Beside it the same deployments as items of their own on Dynoxide, written in transactions and read by query.",
    sources: [
      "packages/core/src",
      "packages/store/src",
      "apps/analytics/src",
      "bench/src/table-consumption.ts",
      "bench/src/peers/deployment-items.ts",
    ],
    load: () => import("./suites/dynamodb.ts"),
  },
  {
    name: "ticks",
    title: "Calls to the upstream, tick by tick",
    how: "The pipeline of the local stack against the simulator, over HTTP; our requests that arrive there are counted. Asking each service is a list and one call for each: computed, not run.",
    sources: [
      "packages/core/src",
      "packages/store/src",
      "packages/modelarts/src",
      "apps/analytics/src",
      "bench/src/tick-calls.ts",
    ],
    load: () => import("./suites/ticks.ts"),
  },
  {
    name: "statistics",
    title: "Percentiles as history grows",
    how: "p50, p90 and p99 of five phases and the total over 90 days of one service; processor time, ratios round by round. Ours begins with the packed bytes that the table holds; the sketches are merged from daily ones in memory; SQLite has its rows in memory, and an index of each column with the day.",
    sources: [
      "packages/core/src",
      "bench/src/measure/history.ts",
      "bench/src/peers/raw-rows.ts",
      "bench/src/peers/sketches.ts",
      "bench/src/suites/statistics.ts",
    ],
    load: () => import("./suites/statistics.ts"),
  },
  {
    name: "project",
    title: "A project of 100, 600 and 3,000 services over 90 days",
    how: "The API on Dynoxide, which runs in a process of its own: 16,700, 100,000 and 30,000 deployments, one in eight of which fails. Processor time is that of the API's process, the AWS SDK's included, and the smallest of seven rounds, since others share the machine; a cold cache each time. Read units are what the engine reports. Pages are timed by the clock, the engine's time included.",
    sources: [
      "packages/core/src",
      "packages/store/src",
      "packages/api/src",
      "apps/bff/src",
      "bench/src/measure/statistics-flood.ts",
      "bench/src/suites/project.ts",
    ],
    load: () => import("./suites/project.ts"),
  },
  {
    name: "dashboard",
    title: "The project page with 1,000 services",
    how: "The local stack with a simulator of 1,000 services, 40 of them deployed in the last days; each visit in a fresh profile of Chromium, up to the end of the list. Scripts are compressed as a CDN does.",
    sources: [
      "apps/dashboard",
      "apps/bff/src",
      "apps/local/src",
      "packages",
      "bench/src/suites/dashboard.ts",
    ],
    load: () => import("./suites/dashboard.ts"),
  },
];
