import { InvalidArgumentError } from "@deploy-lens/modelarts/errors";
import { errorText } from "@deploy-lens/observe/log";
import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { forEachBounded } from "../bounded.ts";
import type { DeadLetterReason } from "../constants.ts";
import { planTime, type RemainingTime, type TimeBudget } from "../lambda/time-budget.ts";
import type { DeadLetters } from "../queue/dead-letters.ts";
import { parseMessage, type ServiceMessage, UnparseableMessageError } from "../queue/service-message.ts";
import { type DeriveDependencies, deriveService } from "./index.ts";

export interface DeriveHandlerDependencies extends DeriveDependencies {
  readonly deadLetters: DeadLetters;
  /** The projects that this environment is configured for. */
  readonly projectIds: readonly string[];
  /** A message that fails on this receive is sent to the dead-letter queue. */
  readonly maxReceiveCount: number;
}

/** Handles a batch of messages; those to retry are reported as batch item failures. */
export type DeriveHandler = (event: unknown, context: RemainingTime) => Promise<SQSBatchResponse>;

const CONCURRENCY = 5;

class UnknownProjectError extends Error {
  override readonly name = "UnknownProjectError";
}

export function createDeriveHandler(deps: DeriveHandlerDependencies): DeriveHandler {
  return async (event, context) => {
    const budget = planTime(() => context.getRemainingTimeInMillis(), deps.now);
    const retryIds: string[] = [];
    try {
      // Messages about the same service run one after the other, since they would only conflict.
      const services = Map.groupBy(sqsRecords(event), serviceOf);
      await forEachBounded(services.values(), CONCURRENCY, async (records) => {
        for (const record of records) {
          if (!(await handleMessage(deps, record, budget))) retryIds.push(record.messageId);
        }
      });
    } finally {
      deps.metrics.flush();
    }
    return { batchItemFailures: retryIds.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** Handles one message without throwing; returns `false` if it must be retried. */
async function handleMessage(
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
    log.debug("service synced", { ...message, ...report });
    return true;
  } catch (error) {
    const reason = deadLetterReason(error, record, deps.maxReceiveCount);
    log.error(
      reason === null ? "a message failed and will be retried" : "a message goes to the dead-letter queue",
      {
        messageId: record.messageId,
        service: serviceOf(record),
        reason,
        error,
      },
    );
    if (reason !== null) return await sendToDeadLetters(deps, record, reason, error);
    metrics.add("MessagesFailed");
    return false;
  }
}

function messageFor(projectIds: readonly string[], { body }: SQSRecord): ServiceMessage {
  const message = parseMessage(body);
  if (projectIds.includes(message.projectId)) return message;
  throw new UnknownProjectError(`${message.projectId} is not one of this environment's projects`);
}

/** Returns `null` while the message may be retried. */
function deadLetterReason(
  error: unknown,
  record: SQSRecord,
  maxReceiveCount: number,
): DeadLetterReason | null {
  if (error instanceof UnparseableMessageError || error instanceof InvalidArgumentError) return "unparseable";
  if (error instanceof UnknownProjectError) return "unknown_project";
  const receiveCount = Number(record.attributes.ApproximateReceiveCount);
  return receiveCount >= maxReceiveCount ? "attempts_exhausted" : null;
}

/** If even this fails, the message is retried, and in the end the queue's own redrive moves it. */
async function sendToDeadLetters(
  { deadLetters, metrics, log }: DeriveHandlerDependencies,
  record: SQSRecord,
  reason: DeadLetterReason,
  error: unknown,
): Promise<boolean> {
  try {
    await deadLetters.send(record, reason, errorText(error));
    metrics.add("MessagesDeadLettered");
    return true;
  } catch (failure) {
    log.error("a message could not be sent to the dead-letter queue", {
      messageId: record.messageId,
      error: failure,
    });
    metrics.add("MessagesFailed");
    return false;
  }
}

/** Falls back to the message's id if it cannot be parsed. */
function serviceOf({ body, messageId }: SQSRecord): string {
  try {
    const { projectId, serviceId } = parseMessage(body);
    return `${projectId}/${serviceId}`;
  } catch {
    return messageId;
  }
}

/** The function was invoked by something other than its queue. */
export class NotFromQueueError extends Error {
  override readonly name = "NotFromQueueError";
}

/** @throws NotFromQueueError for anything but an SQS event. */
function sqsRecords(event: unknown): readonly SQSRecord[] {
  if (isSqsEvent(event)) return event.Records;
  throw new NotFromQueueError("Not an SQS event: this function only accepts messages from its queue");
}

function isSqsEvent(event: unknown): event is { readonly Records: readonly SQSRecord[] } {
  if (typeof event !== "object" || event === null || !("Records" in event)) return false;
  return Array.isArray(event.Records) && event.Records.every(isSqsRecord);
}

function isSqsRecord(record: unknown): record is SQSRecord {
  return (
    typeof record === "object" &&
    record !== null &&
    "eventSource" in record &&
    record.eventSource === "aws:sqs" &&
    "messageId" in record &&
    typeof record.messageId === "string" &&
    "body" in record &&
    typeof record.body === "string" &&
    "attributes" in record &&
    typeof record.attributes === "object" &&
    record.attributes !== null
  );
}
