import type { RunProof } from "./proof.ts";

export interface ListedProof {
  readonly name: string;
  readonly claim: string;
  /** It measures times, or uses every processor: nothing else runs beside it. */
  readonly runsAlone?: boolean;
  /** Left out of `--quick`: small, it shows no more than `npm test`, or nothing at all. */
  readonly fullOnly?: boolean;
  readonly load: () => Promise<{ readonly run: RunProof }>;
}

/** What the proofs are about. A test names the tables that are older. */
export const PROVED = [
  "apps/analytics/src",
  "apps/bff/src",
  "packages/api/src",
  "packages/core/src",
  "packages/modelarts/src",
  "packages/store/src",
] as const;

/** Every proof, in the order in which they run and stand in docs/reliability.md. */
export const PROOFS: readonly ListedProof[] = [
  {
    name: "fuzz-core",
    claim: "No event text or feed makes the derivation throw, or an answer leave its schema",
    load: () => import("./fuzz/fuzz-core.ts"),
  },
  {
    name: "fuzz-upstream",
    claim: "Whatever the upstream answers, a read ends in a result or in an error that says what went wrong",
    load: () => import("./fuzz/fuzz-upstream.ts"),
  },
  {
    name: "fuzz-requests",
    claim:
      "The API and the functions answer any request and any payload in the described shape, and never fail",
    load: () => import("./fuzz/fuzz-requests.ts"),
  },
  {
    name: "described-api",
    claim: "The running API does what its OpenAPI document describes, and nothing else",
    load: () => import("./described/described-api.ts"),
  },
  {
    name: "linear-matching",
    claim: "No text takes longer to read than its length explains",
    runsAlone: true,
    load: () => import("./matching/linear-matching.ts"),
  },
  {
    name: "network-faults",
    claim: "No network fault makes a read hang, outlive its deadline or report a wrong cause",
    runsAlone: true,
    load: () => import("./network/network-faults.ts"),
  },
  {
    name: "retry-storm",
    claim: "An upstream that fails altogether gets hardly more requests than callers made",
    load: () => import("./load/retry-storm.ts"),
  },
  {
    name: "token-renewal",
    claim:
      "A token that expires under load is renewed once; an identity service that fails gets few requests",
    load: () => import("./load/token-renewal.ts"),
  },
  {
    name: "coalescing",
    claim: "A thousand identical reads at once cost one call, whichever callers leave",
    load: () => import("./load/coalescing.ts"),
  },
  {
    name: "outage",
    claim: "Ten minutes without an upstream are answered from the cache, and the answers say so",
    runsAlone: true,
    load: () => import("./load/outage.ts"),
  },
  {
    name: "overload",
    claim:
      "At four times the upstream's capacity, answers keep coming at its full rate, and the rest is refused at once",
    runsAlone: true,
    fullOnly: true,
    load: () => import("./load/overload.ts"),
  },
  {
    name: "statistics-flood",
    claim: "Thirty questions for statistics at once are answered or refused, and hold nothing else up",
    runsAlone: true,
    load: () => import("./load/statistics-flood.ts"),
  },
  {
    name: "exactly-once",
    claim: "Despite repeats, disorder, poison and kills, each deployment counts once and no event is lost",
    load: () => import("./once/exactly-once.ts"),
  },
  {
    name: "model-runs",
    claim: "Store and pipeline do what their models do, over any sequence of commands",
    runsAlone: true,
    fullOnly: true,
    load: () => import("./once/model-runs.ts"),
  },
  {
    name: "cursors",
    claim: "Pages lose nothing and repeat nothing while events keep arriving",
    load: () => import("./lists/cursors.ts"),
  },
  {
    name: "access-matrix",
    claim: "Nobody reads anything without a valid token, or anything of another project, by any route",
    load: () => import("./access/access-matrix.ts"),
  },
  {
    name: "hostile-paths",
    claim: "No payload in an id or a parameter changes what the upstream is asked, however it is encoded",
    load: () => import("./access/hostile-paths.ts"),
  },
  {
    name: "secrets",
    claim: "No secret, ours or a caller's, is in any log, metric, answer or error, whatever goes wrong",
    load: () => import("./secrecy/secrets.ts"),
  },
  {
    name: "csv-formula",
    claim: "No name becomes a formula in a spreadsheet",
    load: () => import("./lists/csv-formula.ts"),
  },
  {
    name: "supply-chain",
    claim: "What is deployed builds twice alike, from known parts, none of them known to be bad",
    load: () => import("./supply/supply-chain.ts"),
  },
  {
    name: "soak",
    claim: "Minutes of mixed load leave nothing behind",
    fullOnly: true,
    runsAlone: true,
    load: () => import("./soak/soak.ts"),
  },
];
