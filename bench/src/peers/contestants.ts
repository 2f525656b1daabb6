import { LAMBDA_BUNDLING, LAMBDA_ENTRY } from "@deploy-lens/bff/constants";

/** One way to serve the two events routes from a Lambda function. */
export interface Contestant {
  readonly title: string;
  /** Entry file. */
  readonly entry: string;
}

const ownEntry = new URL(`../../../apps/bff/${LAMBDA_ENTRY}`, import.meta.url);

/** Our function, the floor below it, and what its users would have written instead. */
export const CONTESTANTS = {
  ours: { title: "Deploy Lens", entry: ownEntry.pathname },
  bare: { title: "bare Node.js", entry: peer("bare") },
  express: { title: "Express 5 + serverless-express", entry: peer("express") },
  fastify: { title: "Fastify + @fastify/aws-lambda", entry: peer("fastify") },
  zodOpenapi: { title: "@hono/zod-openapi", entry: peer("zod-openapi") },
} as const satisfies Readonly<Record<string, Contestant>>;

/** One of {@link CONTESTANTS}. */
export type ContestantName = keyof typeof CONTESTANTS;

/** Those with which ours competes. */
export const PEERS = ["express", "fastify", "zodOpenapi"] as const satisfies readonly ContestantName[];

/** How all of them are bundled: as our own function is. */
export const BUNDLING = { ...LAMBDA_BUNDLING, mainFields: [...LAMBDA_BUNDLING.mainFields] };

/** For what is CommonJS in the peers, and asks for Node.js' own modules. */
export const PEER_BUNDLING = {
  ...BUNDLING,
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
};

function peer(name: string): string {
  return new URL(`${name}.lambda.ts`, import.meta.url).pathname;
}
