import { InvalidArgumentError } from "@deploy-lens/modelarts/errors";
import { errorText } from "@deploy-lens/observe/log";
import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { forEachBounded } from "../bounded.ts";
import type { DeadLetterReason } from "../constants.ts";
import { planTime, type RemainingTime, type TimeBudget } from "../lambda/time-budget.ts";
import type { DeadLetters } from "../queue/dead-letters.ts";
import { parseMessage, type ServiceMessage, UnparseableMessageError } from "../queue/service-message.ts";
import { sqsRecords } from "../queue/sqs-records.ts";
import { type DeriveDependencies, deriveService } from "./index.ts";

/** What the derive function works with. */
export interface DeriveHandlerDependencies extends DeriveDependencies {
  readonly deadLetters: DeadLetters;
  /** The projects that this environment is set up for. */
  readonly projectIds: readonly string[];
  /** A message that fails for this time is buried. */
  readonly maxReceiveCount: number;
}

/** Handles a batch of messages; those that are to come again are in the answer. */
export type DeriveHandler = (event: unknown, context: RemainingTime) => Promise<SQSBatchResponse>;

/** Services looked at side by side. */
const HANDS = 5;

/** A message about a project that this environment is not set up for. */
class UnknownProjectError extends Error {
  override readonly name = "UnknownProjectError";
}

/** Makes the derive function. */
export function createDeriveHandler(deps: DeriveHandlerDependencies): DeriveHandler {
  return async (event, context) => {
    const budget = planTime(() => context.getRemainingTimeInMillis(), deps.now);
    const comeAgain: string[] = [];
    try {
      // Two messages about one service would only be in each other's way.
      const services = Map.groupBy(sqsRecords(event), serviceOf);
      await forEachBounded(services.values(), HANDS, async (records) => {
        for (const record of records) {
          if (!(await isDone(deps, record, budget))) comeAgain.push(record.messageId);
        }
      });
    } finally {
      deps.metrics.flush();
    }
    return { batchItemFailures: comeAgain.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** Deals with one message; never throws. `false`: it is to come again. */
async function isDone(
  deps: DeriveHandlerDependencies,
  record: SQSRecord,
  budget: TimeBudget,
): Promise<boolean> {
  const { metrics, log } = deps;
  if (!budget.hasTime()) {
    metrics.add("MessagesReturned");
    return false;
  }
  try {
    const message = messageFor(deps.projectIds, record);
    const report = await deriveService(deps, message, { deadlineMs: budget.deadlineMs });
    metrics.add("MessagesProcessed");
    log.debug("service looked at", { ...message, ...report });
    return true;
  } catch (error) {
    const reason = reasonToBury(error, record, deps.maxReceiveCount);
    log.error(reason === null ? "a message failed and comes again" : "a message is buried", {
      messageId: record.messageId,
      service: serviceOf(record),
      reason,
      error,
    });
    if (reason !== null) return await isBuried(deps, record, reason, error);
    metrics.add("MessagesFailed");
    return false;
  }
}

function messageFor(projectIds: readonly string[], { body }: SQSRecord): ServiceMessage {
  const message = parseMessage(body);
  if (projectIds.includes(message.projectId)) return message;
  throw new UnknownProjectError(`${message.projectId} is none of this environment's projects`);
}

function reasonToBury(error: unknown, record: SQSRecord, maxReceiveCount: number): DeadLetterReason | null {
  if (error instanceof UnparseableMessageError || error instanceof InvalidArgumentError) return "unparseable";
  if (error instanceof UnknownProjectError) return "unknown_project";
  const receiveCount = Number(record.attributes.ApproximateReceiveCount);
  return receiveCount >= maxReceiveCount ? "attempts_exhausted" : null;
}

/** Where even that fails, the message comes again, and in the end the queue's own redrive buries it. */
async function isBuried(
  { deadLetters, metrics, log }: DeriveHandlerDependencies,
  record: SQSRecord,
  reason: DeadLetterReason,
  error: unknown,
): Promise<boolean> {
  try {
    await deadLetters.bury(record, reason, errorText(error));
    metrics.add("MessagesDeadLettered");
    return true;
  } catch (failure) {
    log.error("a message could not be buried", { messageId: record.messageId, error: failure });
    metrics.add("MessagesFailed");
    return false;
  }
}

/** Which service a message is about; of poison, the message itself. */
function serviceOf({ body, messageId }: SQSRecord): string {
  try {
    const { projectId, serviceId } = parseMessage(body);
    return `${projectId}/${serviceId}`;
  } catch {
    return messageId;
  }
}
