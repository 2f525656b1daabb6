import { FUNCTION_BUILD } from "@deploy-lens/bff/bundling";
import { BFF_BUNDLING, LAMBDA_ENTRY } from "@deploy-lens/bff/constants";
import type { BuildOptions } from "esbuild";

export interface Contestant {
  readonly title: string;
  /** Entry file. */
  readonly entry: string;
}

const ownEntry = new URL(`../../../apps/bff/${LAMBDA_ENTRY}`, import.meta.url);

/** Our function, two floors below it, and what its users would have written instead. */
export const CONTESTANTS = {
  ours: { title: "Deploy Lens", entry: ownEntry.pathname },
  bare: { title: "bare Node.js", entry: peer("bare") },
  fetch: { title: "bare Node.js and fetch", entry: peer("fetch") },
  express: { title: "Express", entry: peer("express") },
  hono: { title: "Hono", entry: peer("hono") },
  fastify: { title: "Fastify", entry: peer("fastify") },
  noFramework: { title: "no framework", entry: peer("no-framework") },
} as const satisfies Readonly<Record<string, Contestant>>;

export type ContestantName = keyof typeof CONTESTANTS;

export function contestantNames(): readonly ContestantName[] {
  // Guarantee: the keys of a record that is a literal are its type's.
  return Object.keys(CONTESTANTS) as ContestantName[];
}

/** Those with which ours competes. */
export const PEERS = [
  "express",
  "hono",
  "fastify",
  "noFramework",
] as const satisfies readonly ContestantName[];

/** Options of the peers' bundles: those of our own function. Some are CommonJS, and ask for Node.js' own modules. */
export const PEER_BUNDLING = {
  ...BFF_BUNDLING,
  mainFields: [...BFF_BUNDLING.mainFields],
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
} satisfies BuildOptions;

/** Options of each bundle; ours by its own build. */
export function buildOptionsOf(name: ContestantName): BuildOptions {
  return name === "ours" ? FUNCTION_BUILD : PEER_BUNDLING;
}

function peer(name: string): string {
  return new URL(`${name}.lambda.ts`, import.meta.url).pathname;
}
