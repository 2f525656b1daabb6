import type { SQSRecord } from "aws-lambda";

/** The function was invoked by something other than its queue. */
export class NotFromQueueError extends Error {
  override readonly name = "NotFromQueueError";
}

/** @throws NotFromQueueError for anything but an SQS event. */
export function sqsRecords(event: unknown): readonly SQSRecord[] {
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
