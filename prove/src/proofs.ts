import type { Suite } from "@deploy-lens/bench/frame/suite";
import { testsIn } from "./tests.ts";

/** Every proof, in the order in which they run and stand in docs/reliability.md. */
const PROOFS: readonly Omit<Suite, "sources">[] = [
  {
    name: "fuzz-core",
    title: "No event text or feed makes the derivation throw, or an answer leave its schema",
    sharesMachine: true,
    load: testsIn("packages/api/src/hostile-texts.claim.test.ts"),
  },
  {
    name: "fuzz-upstream",
    title: "Whatever the upstream answers, a read ends in a result or in an error that says what went wrong",
    sharesMachine: true,
    load: testsIn("packages/modelarts/src/hostile-answers.claim.test.ts"),
  },
  {
    name: "fuzz-requests",
    title:
      "The API and the functions answer any request and any payload in the described shape, and never fail",
    sharesMachine: true,
    load: testsIn(
      "apps/bff/src/hostile-requests.claim.test.ts",
      "apps/analytics/src/hostile-messages.claim.test.ts",
    ),
  },
  {
    name: "described-api",
    title: "The running API does what its OpenAPI document describes, and nothing else",
    sharesMachine: true,
    load: () => import("./described/described-api.ts"),
  },
  {
    name: "linear-matching",
    title: "No text takes longer to read than its length explains",
    load: () => import("./matching/linear-matching.ts"),
  },
  {
    name: "network-faults",
    title: "No network fault makes a read hang, outlive its deadline or report a wrong cause",
    load: () => import("./network/network-faults.ts"),
  },
  {
    name: "retry-storm",
    title: "An upstream that fails altogether gets hardly more requests than callers made",
    sharesMachine: true,
    load: testsIn("packages/modelarts/src/retries.integration.test.ts"),
  },
  {
    name: "token-renewal",
    title:
      "A token that expires under load is renewed once; an identity service that fails gets few requests",
    sharesMachine: true,
    load: testsIn("packages/modelarts/src/authentication.integration.test.ts"),
  },
  {
    name: "coalescing",
    title: "A thousand identical reads at once cost one call, whichever callers leave",
    sharesMachine: true,
    load: testsIn("apps/bff/src/outage.integration.test.ts"),
  },
  {
    name: "outage",
    title: "Ten minutes without an upstream are answered from the cache, and the answers say so",
    load: testsIn("apps/bff/src/long-outage.claim.test.ts"),
  },
  {
    name: "overload",
    title:
      "At four times the upstream's capacity, answers keep coming at its full rate, and the rest is refused at once",
    fullOnly: true,
    load: () => import("./load/overload.ts"),
  },
  {
    name: "statistics-flood",
    title: "Thirty questions for statistics at once are answered or refused, and hold nothing else up",
    load: testsIn("apps/bff/src/statistics-flood.claim.test.ts"),
  },
  {
    name: "exactly-once",
    title: "Despite repeats, disorder, poison and kills, each deployment counts once and no event is lost",
    sharesMachine: true,
    load: testsIn("apps/analytics/src/exactly-once.claim.test.ts"),
  },
  {
    name: "model-runs",
    title: "Store and pipeline do what their models do, over any sequence of commands",
    fullOnly: true,
    load: () => import("./model-runs.ts"),
  },
  {
    name: "cursors",
    title: "Pages lose nothing and repeat nothing while events keep arriving",
    sharesMachine: true,
    load: testsIn("apps/bff/src/cursors.claim.test.ts"),
  },
  {
    name: "access-matrix",
    title: "Nobody reads anything without a valid token, or anything of another project, by any route",
    sharesMachine: true,
    load: testsIn("apps/bff/src/access-matrix.claim.test.ts"),
  },
  {
    name: "hostile-paths",
    title: "No payload in an id or a parameter changes what the upstream is asked, however it is encoded",
    sharesMachine: true,
    load: testsIn("apps/bff/src/hostile-paths.claim.test.ts"),
  },
  {
    name: "secrets",
    title: "No secret, ours or a caller's, is in any log, metric, answer or error, whatever goes wrong",
    sharesMachine: true,
    load: () => import("./secrecy/secrets.ts"),
  },
  {
    name: "csv-formula",
    title: "No name becomes a formula in a spreadsheet",
    sharesMachine: true,
    load: testsIn("apps/bff/src/csv-formula.claim.test.ts"),
  },
  {
    name: "supply-chain",
    title: "What is deployed builds twice alike, from known parts, none of them known to be bad",
    sharesMachine: true,
    load: () => import("./supply/supply-chain.ts"),
  },
  {
    name: "soak",
    title: "Minutes of mixed load leave nothing behind",
    fullOnly: true,
    load: () => import("./load/soak.ts"),
  },
];

/** The sources that are proved: a table that is older says so. */
const sources = [
  "apps/analytics/src",
  "apps/bff/src",
  "packages/api/src",
  "packages/core/src",
  "packages/modelarts/src",
  "packages/store/src",
];

export const SUITES: readonly Suite[] = PROOFS.map((proof) => ({
  ...proof,
  sources,
  nodeOptions: ["--expose-gc"],
}));
