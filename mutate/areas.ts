/** A part of the product whose tests are held against mutants. */
export interface Area {
  /** Its heading in docs/mutation.md. */
  readonly name: string;
  /** Files to mutate: globs from the root of the repository. */
  readonly mutate: readonly string[];
  /** The tests that must detect the mutants, the quickest first. */
  readonly tests: readonly string[];
  /** True to mutate what runs when a module is loaded, too. Every test of the area then runs for each of these mutants. */
  readonly atLoad?: true;
  /** Minimum share of each file's mutants that the tests must kill, of 1. */
  readonly atLeast: number;
}

/**
 * To add an area, list its paths here and add its place to docs/mutation.md. A run takes the areas of the files that it was given,
 * or that a change touched.
 */
export const AREAS: readonly Area[] = [
  {
    name: "derivation",
    mutate: ["packages/core/src/derive/**/*.ts", "packages/core/src/classify/timeline.ts"],
    tests: [
      "packages/core/src/derive/{closing,critical-path,derive,ending,fixtures,phases,ties,update,verdict}.test.ts",
      "packages/core/src/classify/timeline.test.ts",
    ],
    atLeast: 0.9,
  },
  {
    name: "statistics",
    mutate: ["packages/core/src/{durations,eta,histogram,rollup,statistics}/**/*.ts"],
    tests: [
      "packages/core/src/{durations,histogram,statistics}/*.test.ts",
      "packages/core/src/eta/{backtest,eta,eta.property,progress}.test.ts",
      "packages/core/src/rollup/{codes,rollup,rollup.property,subtract}.test.ts",
    ],
    atLeast: 0.85,
  },
  {
    name: "classification",
    mutate: ["packages/core/src/classify/{cause,template}.ts"],
    tests: ["packages/core/src/classify/*.test.ts", "packages/core/src/classify/rules/*.test.ts"],
    atLeast: 0.85,
    atLoad: true,
  },
  {
    name: "records",
    mutate: [
      "packages/store/src/day/{chain,context,deployment,facts,packed,part}.ts",
      "packages/store/src/{head/{index,store},lists/cursor}.ts",
      "packages/store/src/{project-days/project-day,project-deployments/filter}.ts",
      "packages/store/src/table/{attributes,errors,keys,retry}.ts",
    ],
    tests: [
      "packages/store/src/{head,lists,project-days,project-deployments,table}/*.test.ts",
      "packages/store/src/{day/part,stored-forms}.test.ts",
      "packages/store/src/day/*.test.ts",
    ],
    atLeast: 0.85,
    atLoad: true,
  },
  {
    name: "ingest",
    mutate: ["packages/store/src/ingest/{index,reconcile}.ts"],
    tests: [
      "packages/store/src/{head/*,ingest/reconcile}.test.ts",
      "packages/store/src/ingest/{midnight,begin-beside-end,parts,updates}.integration.test.ts",
    ],
    atLeast: 0.85,
    atLoad: true,
  },
  {
    name: "authentication",
    mutate: ["apps/bff/src/auth/{authenticate,bearer-token,claims,issuer-keys,verify-token}.ts"],
    tests: ["apps/bff/src/auth/*.test.ts"],
    atLeast: 0.85,
    atLoad: true,
  },
  {
    name: "cache",
    mutate: ["apps/bff/src/cache/*.ts"],
    tests: ["apps/bff/src/cache/*.test.ts"],
    atLeast: 0.85,
    atLoad: true,
  },
  {
    name: "http",
    mutate: [
      "apps/bff/src/http/{admission,encode,entity-tag,file-name,media-type,query-fields,read-fields,target,wire-error}.ts",
    ],
    tests: ["apps/bff/src/http/*.test.ts"],
    atLeast: 0.85,
  },
  {
    name: "lists",
    mutate: [
      "apps/bff/src/paging/*.ts",
      "apps/bff/src/{deployments,events,services}/select.ts",
      "apps/bff/src/deployments/list-stored.ts",
    ],
    tests: [
      "apps/bff/src/paging/*.test.ts",
      "apps/bff/src/{deployments,events,services}/select.test.ts",
      "apps/bff/src/deployments/list-stored.test.ts",
    ],
    atLeast: 0.85,
    atLoad: true,
  },
  {
    name: "deployments",
    mutate: ["apps/bff/src/deployments/{eta,list-deployments,present-stored}.ts"],
    tests: [
      "apps/bff/src/deployments/{eta,present-stored}.test.ts",
      "apps/bff/src/history.integration.test.ts",
    ],
    atLeast: 0.85,
  },
  {
    name: "audit",
    mutate: ["apps/analytics/src/audit/{handler,index}.ts"],
    tests: ["apps/analytics/src/audit/*.test.ts"],
    atLeast: 0.85,
  },
  {
    name: "discovery",
    mutate: ["apps/analytics/src/discover/{project-scan,rules}.ts"],
    tests: ["apps/analytics/src/discover/{project-scan,rules}.test.ts"],
    atLeast: 0.85,
  },
  {
    name: "sync",
    mutate: ["apps/analytics/src/derive/{owed,read-upstream}.ts"],
    tests: ["apps/analytics/src/derive/{owed,read-upstream}.test.ts"],
    atLeast: 0.85,
  },
];
