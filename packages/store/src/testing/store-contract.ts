import { randomUUID } from "node:crypto";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe } from "vitest";
import { createStore, type Store } from "../store.ts";
import { createTable } from "../table/create.ts";
import type { StoreOptions } from "../writer.ts";
import { archiveContract } from "./contract-archive.ts";
import { deploymentsContract } from "./contract-deployments.ts";
import { faultsContract } from "./contract-faults.ts";
import { findingsContract } from "./contract-findings.ts";
import { fullDayContract } from "./contract-full-day.ts";
import { ingestContract } from "./contract-ingest.ts";
import { projectContract } from "./contract-project.ts";
import { projectDaysContract } from "./contract-project-days.ts";
import { projectDeploymentsContract } from "./contract-project-deployments.ts";
import { sparseProjectContract } from "./contract-sparse-project.ts";
import { statisticsContract } from "./contract-statistics.ts";
import { type Interceptor, intercept } from "./requests.ts";

/** A running engine for the contract, with a place for the table. */
export interface ContractEngine {
  readonly tableName: string;
  /** A new client each time. */
  readonly connect: () => DynamoDBClient;
  readonly stop: () => Promise<void>;
}

/** Fixtures of a contract test. Tests share the table, so each has its own project. */
export interface ContractSetup {
  readonly newProject: () => string;
  /** A store whose requests pass the interceptor, if any. */
  readonly open: (interceptor?: Interceptor, options?: Partial<StoreOptions>) => Store;
}

/**
 * The contract of every engine that the store runs on: the store's whole behaviour, seen from outside.
 *
 * Creates the table unless it exists.
 *
 * @example storeContract("dynalite", async () => ({ tableName: "contract", connect: () => connectTo(engine), stop:
 * engine.stop }));
 */
export function storeContract(name: string, start: () => Promise<ContractEngine>): void {
  answersContract(name, start);
  enduranceContract(name, start);
}

/** The contract of writing and reading, without its slow parts. */
export function answersContract(name: string, start: () => Promise<ContractEngine>): void {
  describeOn(`the store on ${name}`, start, [
    ingestContract,
    deploymentsContract,
    archiveContract,
    statisticsContract,
    projectContract,
    projectDaysContract,
    findingsContract,
    projectDeploymentsContract,
    sparseProjectContract,
  ]);
}

/** Full days, and faults. */
export function enduranceContract(name: string, start: () => Promise<ContractEngine>): void {
  describeOn(`the store under load and faults on ${name}`, start, [fullDayContract, faultsContract]);
}

function describeOn(
  name: string,
  start: () => Promise<ContractEngine>,
  contracts: readonly ((setup: ContractSetup) => void)[],
): void {
  describe(name, () => {
    let engine: ContractEngine;
    const clients: DynamoDBClient[] = [];

    beforeAll(async () => {
      engine = await start();
      const client = engine.connect();
      clients.push(client);
      await createTable(client, engine.tableName);
    });

    afterAll(async () => {
      for (const client of clients) client.destroy();
      await engine.stop();
    });

    const setup: ContractSetup = {
      newProject: () => `p-${randomUUID()}`,
      open: (interceptor, options = {}) => {
        const client = engine.connect();
        clients.push(client);
        if (interceptor !== undefined) intercept(client, interceptor);
        return createStore({ client, tableName: engine.tableName, ...options });
      },
    };

    for (const contract of contracts) contract(setup);
  });
}
