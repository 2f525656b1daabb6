import { ConditionalCheckFailedException, ThrottlingException } from "@aws-sdk/client-dynamodb";
import type { Interceptor, Request } from "./requests.ts";

/** What a test throws in the engine's place, so that it can tell its own faults from defects. */
export class InjectedFault extends Error {
  override readonly name = "InjectedFault";
}

/** The name of a fault. */
export type FaultName = "throttle" | "refusal" | "lostRequest" | "lostAnswer" | "repeat" | "partialBatch";

/** The faults that stand between a store and DynamoDB. */
export const FAULTS: Readonly<Record<FaultName, Interceptor>> = {
  /** Refused, and the client's own retries are used up. */
  throttle: async () => {
    throw new ThrottlingException({ message: "injected", $metadata: {} });
  },
  /** The condition failed, though nobody else wrote. */
  refusal: async () => {
    throw new ConditionalCheckFailedException({ message: "injected", $metadata: {} });
  },
  /** Never arrived. */
  lostRequest: async () => {
    throw new InjectedFault("time-out before the request arrived");
  },
  /** Carried out, and then no answer. */
  lostAnswer: async (request) => {
    await request.send();
    throw new InjectedFault("time-out after the request was carried out");
  },
  /** Carried out, no answer, sent again by the client: the second one meets the first one's traces. */
  repeat: async (request) => {
    await request.send();
    return request.send();
  },
  /** Of a batch, only a part is read. */
  partialBatch: async (request) => halfOfBatch(request),
};

/** Which faults can befall an operation. */
export function faultsOf(operation: string): readonly FaultName[] {
  if (operation === "PutItem") return ["throttle", "refusal", "lostRequest", "lostAnswer", "repeat"];
  if (operation === "BatchGetItem") return ["throttle", "lostRequest", "partialBatch"];
  return ["throttle", "lostRequest", "lostAnswer"];
}

/** Whether an error is one that a test injected, so that the work is to be done again, as a queue would. */
export function isInjected(error: unknown): boolean {
  if (error instanceof InjectedFault) return true;
  return error instanceof Error && (error.name === "ThrottlingException" || error.name === "ConflictError");
}

/** Lets a fault befall some requests: `chance` of them, by a seeded source of numbers in [0, 1). */
export function randomFaults(random: () => number, chance: number): Interceptor {
  return (request) => {
    if (random() >= chance) return request.send();
    const names = faultsOf(request.operation);
    const name = names[Math.floor(random() * names.length)] ?? "throttle";
    return FAULTS[name](request);
  };
}

/** Answers eventually consistent reads as a replica would that lags behind: with what the same read gave before. */
export function laggingReads(random: () => number, chance: number): Interceptor {
  const answers = new Map<string, Record<string, unknown>>();
  return async (request) => {
    const isRead = request.operation === "Query" && request.input.ConsistentRead !== true;
    if (!isRead) return request.send();
    const key = JSON.stringify(request.input);
    const old = answers.get(key);
    const answer = await request.send();
    answers.set(key, answer);
    return old !== undefined && random() < chance ? old : answer;
  };
}

async function halfOfBatch(request: Request): Promise<Record<string, unknown>> {
  const tables = Object.entries(request.input.RequestItems ?? {});
  const [first] = tables;
  if (first === undefined) return request.send();
  const [tableName, { Keys: keys }] = first;
  const half = Math.floor(keys.length / 2);
  const left = { [tableName]: { Keys: keys.slice(half) } };
  if (half === 0) return { Responses: { [tableName]: [] }, UnprocessedKeys: left };
  const answer = await request.send({ RequestItems: { [tableName]: { Keys: keys.slice(0, half) } } });
  return { ...answer, UnprocessedKeys: left };
}
