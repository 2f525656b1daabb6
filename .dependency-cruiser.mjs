// Who may import whom. Each rule is one sentence of docs/architecture.md; its comment says how to put it right.
//
// core ← modelarts, store, simulator, api, client ← apps ← infra

const tests = "[.](test|test-d|bench)[.]tsx?$|/testing/";
const packages = "^packages/";
/** npm packages, found or not. */
const npm = (...names) => `(^|node_modules/)(${names.join("|")})(/|$)`;

/**
 * One rule a room: it may import the rooms before it and itself, types included, so that no circle can close. The contract of
 * a function (`constants.ts`) is for every room.
 *
 * @param {string} base the folder the rooms stand in
 * @param {readonly string[]} order their names, from the one that knows nothing of the others
 */
const roomsInOrder = (base, order) =>
  order.slice(0, -1).map((room, index) => ({
    name: `${base.split("/").at(-2)}-rooms-in-order-${room}`,
    comment: `Rooms of ${base} import what stands before them: ${order.join(", ")}. Move the type to the room of the idea it describes.`,
    severity: "error",
    from: { path: `^${base}/${room}/`, pathNot: tests },
    to: { path: `^${base}/(${order.slice(index + 1).join("|")})/`, pathNot: "/constants[.]ts$" },
  }));

/** What the BFF is made of: what stands later knows what stands before it. */
const BFF_ROOMS = [
  ...["cache", "request", "paging", "settings", "log", "upstream", "archive", "auth", "http"],
  ...["events", "deployments", "services", "statistics", "findings", "projects", "docs", "health"],
];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...roomsInOrder("packages/core/src", [
      "vocabulary",
      "text",
      "event",
      "classify",
      "derive",
      "histogram",
      "durations",
      "rollup",
      "statistics",
      "delivery",
      "eta",
      "findings",
      "telemetry",
      // Last, so that no other room knows a wire name.
      "upstream",
    ]),
    ...roomsInOrder("packages/modelarts/src", [
      "errors",
      "settings",
      "call",
      "http",
      "pace",
      "auth",
      "paging",
    ]),
    ...roomsInOrder("packages/api/src", [
      ...["problems", "fields", "events", "deployments", "services", "statistics", "findings", "csv"],
      ...["projects", "health", "wire", "openapi"],
    ]),
    ...roomsInOrder("packages/store/src", [
      "table",
      "day",
      "findings",
      "project-days",
      "head",
      "ingest",
      "lists",
      "statistics",
      "project-deployments",
    ]),
    ...roomsInOrder("packages/client/src", ["call", "routes"]),
    // The demo stands apart from the API that it is served by: another history can take its place.
    ...roomsInOrder("packages/simulator/src", ["random", "http", "service", "auth", "faults", "demo", "api"]),
    ...roomsInOrder("apps/analytics/src", [
      ...["observe", "lambda", "queue", "discover", "derive", "audit", "commands", "local", "job"],
    ]),
    ...roomsInOrder("infra/src", [
      ...[
        "constructs",
        "cost",
        "changes",
        "nag",
        "account",
        "doctor",
        "pipeline",
        "canary",
        "api",
        "monitoring",
      ],
      ...["web", "stacks", "commands"],
    ]),
    {
      name: "core-imports-zod-alone",
      comment:
        "core is pure: nothing but zod and itself. Take what you need as an argument, or move the code to the package " +
        "that owns the input or output.",
      severity: "error",
      from: { path: "^packages/core/src/", pathNot: tests },
      to: { pathNot: ["^packages/core/src/", npm("zod")] },
    },
    {
      name: "only-modelarts-talks-to-huawei-cloud",
      comment: "Call the client of packages/modelarts; if it lacks an operation, add it there.",
      severity: "error",
      from: { pathNot: "^packages/modelarts/" },
      to: { path: [npm("@huaweicloud/[^/]+")] },
    },
    {
      name: "only-apps-compose-modelarts",
      comment:
        "packages do not know where events come from: take events, or a function that fetches them, as an argument.",
      severity: "error",
      from: { path: packages, pathNot: ["^packages/modelarts/", tests] },
      to: { path: "^packages/modelarts/" },
    },
    {
      name: "only-store-talks-to-dynamodb",
      comment:
        "Call packages/store; if it lacks an operation, add it there. (A composing entry passes an endpoint, not a client; the bench measures the bare client as the floor.)",
      severity: "error",
      from: { pathNot: "^(packages/store|bench/src/peers)/" },
      to: { path: npm("@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb", "@aws-sdk/util-dynamodb") },
    },
    {
      name: "packages-do-not-import-apps",
      comment: "Dependencies point one way, core ← packages ← apps: move what is needed down into a package.",
      severity: "error",
      from: { path: packages },
      to: { path: "^(apps|infra|bench|e2e|prove)/" },
    },
    {
      name: "apps-do-not-import-one-another",
      comment:
        "What two apps need belongs to a package. apps/local composes the others on one machine; it alone may.",
      severity: "error",
      from: { path: "^apps/([^/]+)/", pathNot: "^apps/local/" },
      to: { path: "^apps/([^/]+)/", pathNot: "^apps/$1/" },
    },
    {
      name: "nothing-imports-infra-bench-e2e-or-prove",
      comment:
        "These stand at the end of the chain. Move what is needed into a package or into an app's constants.ts.",
      severity: "error",
      from: { pathNot: "^(infra|bench|e2e|prove|scripts)/" },
      to: { path: "^(infra|bench|e2e|prove)/" },
    },
    {
      name: "infra-sees-contracts-only",
      comment:
        "infra reads of an app its env.ts and constants.ts, of the store the table's definition, of modelarts the regions and endpoints, " +
        "and passes an entry to the bundler as a path. Move the constant to the contract file.",
      severity: "error",
      from: { path: "^infra/", pathNot: tests },
      to: {
        path: ["^apps/", packages],
        pathNot: [
          "/(env|constants)[.]ts$",
          "^packages/store/src/table/schema[.]ts$",
          "^packages/modelarts/src/settings/endpoint[.]ts$",
          "^packages/command/",
        ],
      },
    },
    {
      name: "dashboard-talks-http-only",
      comment:
        "The dashboard calls packages/client and reads schemas of packages/api and pure functions of packages/core.",
      severity: "error",
      from: { path: "^apps/dashboard/src/", pathNot: tests },
      to: { path: packages, pathNot: "^packages/(client|api|core)/" },
    },
    {
      name: "browser-code-has-no-node",
      comment:
        "The dashboard's page and packages/client run in a browser: use web standards (fetch, URL, crypto.subtle).",
      severity: "error",
      from: { path: "^(apps/dashboard/src|packages/(client|api|deadline)/src)/", pathNot: tests },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "client-and-api-know-core-only",
      comment:
        "They run wherever a caller runs (browser, phone, command line); keep server code out of them.",
      severity: "error",
      from: { path: "^packages/(client|api)/src/", pathNot: tests },
      to: { path: packages, pathNot: "^packages/(client|api|core|deadline)/" },
    },
    {
      name: "api-does-not-import-client",
      comment: "The client reads the contract, the contract does not read the client.",
      severity: "error",
      from: { path: "^packages/api/", pathNot: tests },
      to: { path: "^packages/client/" },
    },
    {
      name: "simulator-knows-core-only",
      comment:
        "The simulator plays the other side of packages/modelarts; sharing code with it would hide a shared mistake. " +
        "Only core is common ground (and the frame of commands).",
      severity: "error",
      from: { path: "^packages/simulator/src/", pathNot: tests },
      to: { path: packages, pathNot: "^packages/(simulator|core|command)/" },
    },
    {
      name: "simulator-is-no-part-of-production",
      comment: "Only apps/local, tests and benchmarks start the simulator.",
      severity: "error",
      from: { path: "^(packages|apps|infra)/", pathNot: ["^packages/simulator/", "^apps/local/", tests] },
      to: { path: "^packages/simulator/" },
    },
    {
      name: "no-cycles",
      comment:
        "Two files that need each other to run are one idea, or share a third one: extract it. (A type that the other " +
        "declares is no need: it is gone before anything runs.)",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    ...BFF_ROOMS.slice(0, -1).map((room, index) => ({
      name: `bff-room-${room}`,
      comment:
        "Arrows between rooms run one way, types included: a room knows those before it in BFF_ROOMS. Move the type to the " +
        "idea that it describes.",
      severity: "error",
      from: { path: `^apps/bff/src/${room}/`, pathNot: tests },
      to: { path: `^apps/bff/src/(?:(?:${BFF_ROOMS.slice(index + 1).join("|")}|lambda)/|app[.]ts$)` },
    })),
    {
      name: "no-dev-dependencies-in-sources",
      comment: "What runs is a dependency: move it to `dependencies` in this package's package.json.",
      severity: "error",
      from: { path: "^(packages|apps)/[^/]+/src/", pathNot: [tests, "^apps/dashboard/"] },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["npm", "npm-optional", "npm-peer", "type-only"],
      },
    },
    {
      name: "declared-dependencies-only",
      comment: "Add it to this package's package.json (version `catalog:`).",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "nothing-unresolvable",
      comment:
        "The file does not exist, the package's exports do not list it, or this package.json does not name the package.",
      severity: "error",
      from: {},
      // Types alone, of Lambda's events: there is no such module to run.
      to: { couldNotResolve: true, pathNot: "^aws-lambda$" },
    },
    {
      name: "by-name-across-packages",
      comment:
        "Reach another package by its name (@deploy-lens/core/vocabulary/phase), never by a relative path: exports are the public list.",
      severity: "error",
      from: { path: "^((packages|apps)/[^/]+|infra|bench|e2e|prove)/" },
      to: {
        path: "^((packages|apps)/[^/]+|infra|bench|e2e|prove)/",
        pathNot: "^$1/",
        dependencyTypes: ["local"],
      },
    },
    {
      name: "sources-do-not-import-tests",
      comment: "Move what both need into a source file.",
      severity: "error",
      from: { pathNot: tests },
      to: { path: "[.]test[.]tsx?$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: {
      path: ["^(packages|apps)/[^/]+/(dist|cdk[.]out)/", "^(infra|bench|e2e|prove)/(dist|cdk[.]out)/"],
    },
    tsPreCompilationDeps: true,
    parser: "tsc",
    combinedDependencies: true,
    moduleSystems: ["es6", "cjs"],
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
    skipAnalysisNotInRules: true,
    cache: { folder: ".cache/dependency-cruiser", strategy: "content" },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
