import type { SQSRecord } from "aws-lambda";
import { encodeMessage, type ServiceMessage } from "../queue/service-message.ts";

export function sqsEvent(...records: readonly SQSRecord[]): { readonly Records: readonly SQSRecord[] } {
  return { Records: records };
}

export function sqsRecord(messageId: string, message: ServiceMessage | string, receiveCount = 1): SQSRecord {
  return {
    messageId,
    receiptHandle: `handle-${messageId}`,
    body: typeof message === "string" ? message : encodeMessage(message),
    attributes: {
      ApproximateReceiveCount: receiveCount.toString(),
      SentTimestamp: "1795435200000",
      SenderId: "AIDAEXAMPLE",
      ApproximateFirstReceiveTimestamp: "1795435200001",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-west-1:123456789012:services",
    awsRegion: "eu-west-1",
  };
}
