import type { RunProof } from "./proof.ts";

/** A proof by name: what it claims, and where it is. */
export interface ListedProof {
  readonly name: string;
  readonly claim: string;
  /** Runs only when requested by name, because it takes long. */
  readonly alone?: boolean;
  /** Left out of `--quick`: what it says in small is said by `npm test`, or nothing at all. */
  readonly fullOnly?: boolean;
  readonly load: () => Promise<{ readonly run: RunProof }>;
}

/** What all proofs are about: a table that is older than these is named by a test. */
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
    claim: "No event text and no upstream answer makes the derivation throw or an answer leave its schema",
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
      "Whatever is asked of the API or handed to a function, it answers in the described shape, and never fails",
    load: () => import("./fuzz/fuzz-requests.ts"),
  },
  {
    name: "described-api",
    claim: "The running API does what its OpenAPI document says, and nothing that it does not",
    load: () => import("./described/described-api.ts"),
  },
  {
    name: "linear-matching",
    claim: "No text, however hostile, takes longer to read than its length explains",
    load: () => import("./matching/linear-matching.ts"),
  },
  {
    name: "network-faults",
    claim:
      "No network fault, at no point of an exchange, makes a read hang, outlive its deadline or tell a wrong cause",
    load: () => import("./network/network-faults.ts"),
  },
  {
    name: "retry-storm",
    claim: "An upstream that fails altogether gets hardly more than it was asked for",
    load: () => import("./load/retry-storm.ts"),
  },
  {
    name: "token-renewal",
    claim: "A token that ends under load is renewed once, and an identity service that fails is left alone",
    load: () => import("./load/token-renewal.ts"),
  },
  {
    name: "coalescing",
    claim: "A thousand callers who ask the same at once cost one call, whoever of them leaves",
    load: () => import("./load/coalescing.ts"),
  },
  {
    name: "outage",
    claim: "Ten minutes without an upstream are answered from what was read before, and the answers say so",
    load: () => import("./load/outage.ts"),
  },
  {
    name: "overload",
    claim:
      "At four times what the upstream can, answers keep coming at its full rate, and the rest is refused at once",
    fullOnly: true,
    load: () => import("./load/overload.ts"),
  },
  {
    name: "exactly-once",
    claim:
      "Whatever is repeated, out of order, poisoned or killed: each deployment counts once, and no event is lost",
    load: () => import("./once/exactly-once.ts"),
  },
  {
    name: "model-runs",
    claim: "Store and pipeline do what their models do, over any sequence of commands",
    fullOnly: true,
    load: () => import("./once/model-runs.ts"),
  },
  {
    name: "cursors",
    claim: "Pages lose nothing and repeat nothing while events keep coming in",
    load: () => import("./lists/cursors.ts"),
  },
  {
    name: "access-matrix",
    claim:
      "Nobody reads anything without a right token, and nobody anything of another project, by any route",
    load: () => import("./access/access-matrix.ts"),
  },
  {
    name: "hostile-paths",
    claim:
      "No payload in an id or a parameter reaches the upstream as anything but itself, however it is encoded",
    load: () => import("./access/hostile-paths.ts"),
  },
  {
    name: "secrets",
    claim:
      "No secret, ours or a caller's, is in any log, metric, answer or error, whatever goes wrong with it",
    load: () => import("./secrecy/secrets.ts"),
  },
  {
    name: "csv-formula",
    claim: "No name becomes a formula in a spreadsheet",
    load: () => import("./lists/csv-formula.ts"),
  },
  {
    name: "supply-chain",
    claim: "What is deployed is built twice alike, of known parts, none of them known to be bad",
    load: () => import("./supply/supply-chain.ts"),
  },
  {
    name: "soak",
    claim: "Twenty minutes of mixed load leave nothing behind",
    alone: true,
    load: () => import("./soak/soak.ts"),
  },
];
