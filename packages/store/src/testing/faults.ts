import { ConditionalCheckFailedException, ThrottlingException } from "@aws-sdk/client-dynamodb";
import type { Interceptor, Request } from "./requests.ts";

/** Thrown by a test in the engine's place, to distinguish its own faults from defects. */
export class InjectedFault extends Error {
  override readonly name = "InjectedFault";
}

/** The name of a fault. */
export type FaultName = "throttle" | "refusal" | "lostRequest" | "lostAnswer" | "repeat" | "partialBatch";

/** The faults that can occur between a store and DynamoDB. */
export const FAULTS: Readonly<Record<FaultName, Interceptor>> = {
  /** Refused, after the client's own retries. */
  throttle: async () => {
    throw new ThrottlingException({ message: "injected", $metadata: {} });
  },
  /** The condition failed, although nobody else wrote. */
  refusal: async () => {
    throw new ConditionalCheckFailedException({ message: "injected", $metadata: {} });
  },
  /** Never arrived. */
  lostRequest: async () => {
    throw new InjectedFault("time-out before the request arrived");
  },
  /** Carried out, but without an answer. */
  lostAnswer: async (request) => {
    await request.send();
    throw new InjectedFault("time-out after the request was carried out");
  },
  /**
   * Carried out without an answer, then sent again by the client: the second request meets the effect of the first.
   */
  repeat: async (request) => {
    await request.send();
    return request.send();
  },
  /** Only a part of the batch is read. */
  partialBatch: async (request) => halfOfBatch(request),
};

/** The faults that can affect an operation. */
export function faultsOf(operation: string): readonly FaultName[] {
  if (operation === "PutItem") return ["throttle", "refusal", "lostRequest", "lostAnswer", "repeat"];
  if (operation === "BatchGetItem") return ["throttle", "lostRequest", "partialBatch"];
  return ["throttle", "lostRequest", "lostAnswer"];
}

/** True for an injected error, after which the work is repeated, as a queue would. */
export function isInjected(error: unknown): boolean {
  if (error instanceof InjectedFault) return true;
  // A fold goes on with other services, and tells all failures at its end.
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isInjected);
  return error instanceof Error && (error.name === "ThrottlingException" || error.name === "ConflictError");
}

/** Injects faults into a share of the requests (`chance`), by a seeded source of numbers in [0, 1). */
export function randomFaults(random: () => number, chance: number): Interceptor {
  return (request) => {
    if (random() >= chance) return request.send();
    const names = faultsOf(request.operation);
    const name = names[Math.floor(random() * names.length)] ?? "throttle";
    return FAULTS[name](request);
  };
}

/** Answers eventually consistent reads as a lagging replica would: with the previous answer to the same read. */
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

/** Writes as a version without days of projects: no marks, and nothing that says what a project's day includes. */
export const withoutShares: Interceptor = ({ operation, input, send }) => {
  const { counted: _, foldedBy: __, ...item } = itemOf(input);
  if (operation !== "PutItem") return send();
  return item.pk?.S?.endsWith("#due") === true ? Promise.resolve({}) : send({ ...input, Item: item });
};

/** The input of a PutItem has the item that the store made. */
function itemOf(input: Readonly<Record<string, unknown>>): Record<string, { S?: string }> {
  return (input.Item ?? {}) as Record<string, { S?: string }>;
}
