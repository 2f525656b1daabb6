/// <reference path="./dynalite.d.ts" />
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { connect } from "../table/sdk.ts";

/** A server that speaks DynamoDB's protocol. */
export interface Engine {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Starts dynalite in this process: in memory, or with its data in a folder. */
export async function startDynalite(path?: string): Promise<Engine> {
  const server = dynalite({ ...(path === undefined ? {} : { path }), createTableMs: 0, deleteTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("dynalite listens on no port");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined || error === null ? resolve() : reject(error)));
      }),
  };
}

/** Path of the optional Dynoxide binary; `null` on machines without one. */
export function dynoxideBinary(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve("@dynoxide/linux-x64/package.json");
    const binary = join(dirname(manifest), "dynoxide");
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/** Starts Dynoxide as a separate process, in memory. */
export async function startDynoxide(binary: string): Promise<Engine> {
  const port = await freePort();
  const child = spawn(binary, ["--port", port.toString()], { stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt++) {
    const answers = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answers) break;
    if (attempt === 200 || child.exitCode !== null) throw new Error("Dynoxide did not start");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return {
    endpoint,
    stop: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

/** A client for an engine, which accepts any credentials. */
export function connectTo({ endpoint }: Pick<Engine, "endpoint">): DynamoDBClient {
  return connect({
    endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    requestTimeoutMs: 30_000,
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
