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
    how: "Bundled functions, one process for each start, in turn; the first event asks for the documented sample's events, through a local upstream. Bare Node.js answers the same from memory. A function starts with a whole processor, as on Lambda; the quota is put on before the first event.",
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
];
