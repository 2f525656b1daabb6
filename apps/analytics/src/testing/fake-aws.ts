import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { onTestFinished } from "vitest";

export interface TakenMessage {
  readonly id: string;
  readonly queueUrl: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A real server with the parts of SQS' and Secrets Manager's wire protocols that the pipeline uses. */
export interface FakeAws {
  readonly endpoint: string;
  readonly messages: TakenMessage[];
  /** Number of calls by operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** Sets the answers to the next calls of an operation. */
  readonly next: (operation: string, ...answers: readonly FakeAnswer[]) => void;
  /** The content of the secret; `null`: it does not exist. */
  secret: string | null;
}

/** Replaces the usual answer; `places` are indexes within a batch to refuse. */
export type FakeAnswer =
  | { readonly kind: "error"; readonly status: number; readonly code: string }
  | { readonly kind: "refuse"; readonly places: readonly number[] };

type Json = Readonly<Record<string, unknown>>;

/** Stops when the test ends. */
export async function startFakeAws(): Promise<FakeAws> {
  const messages: TakenMessage[] = [];
  const hidden = new Set<string>();
  const calls: Record<string, number> = {};
  const planned = new Map<string, FakeAnswer[]>();
  const fake: FakeAws = {
    endpoint: "",
    messages,
    calls,
    next: (operation, ...answers) => planned.set(operation, [...(planned.get(operation) ?? []), ...answers]),
    secret: null,
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const operation =
        String(request.headers["x-amz-target"] ?? "")
          .split(".")
          .at(-1) ?? "";
      calls[operation] = (calls[operation] ?? 0) + 1;
      const answer = planned.get(operation)?.shift();
      const [status, body] =
        answer?.kind === "error"
          ? [answer.status, { __type: answer.code, message: answer.code }]
          : reply(operation, objectOf(JSON.parse(Buffer.concat(chunks).toString())), answer?.places ?? []);
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify(body));
    });
  });

  function reply(operation: string, input: Json, refused: readonly number[]): [number, Json] {
    switch (operation) {
      case "SendMessage":
        return take(input, input);
      case "SendMessageBatch": {
        const entries = listOf(input.Entries);
        const ids = entries.map(({ Id }) => String(Id));
        if (entries.length === 0 || entries.length > 10 || new Set(ids).size < ids.length) {
          return [
            400,
            { __type: "BatchEntryIdsNotDistinct", message: "1 to 10 entries with ids of their own" },
          ];
        }
        const taken = entries.filter((_, place) => !refused.includes(place));
        return [
          200,
          {
            Successful: taken.map((entry) => ({ Id: entry.Id, ...take(input, entry)[1] })),
            Failed: ids
              .filter((_, place) => refused.includes(place))
              .map((Id) => ({ Id, Code: "InternalError", SenderFault: false })),
          },
        ];
      }
      case "ReceiveMessage":
        return receive(input);
      case "ChangeMessageVisibility":
        if (input.VisibilityTimeout === 0) hidden.delete(String(input.ReceiptHandle));
        return [200, {}];
      case "DeleteMessage": {
        const at = messages.findIndex(({ id }) => id === input.ReceiptHandle);
        if (at >= 0) messages.splice(at, 1);
        return [200, {}];
      }
      case "GetSecretValue":
        return fake.secret === null
          ? [400, { __type: "ResourceNotFoundException", message: "no such secret" }]
          : [200, { ARN: "arn", Name: String(input.SecretId), SecretString: fake.secret }];
      default:
        return [400, { __type: "UnknownOperationException", message: operation }];
    }
  }

  function receive(input: Json): [number, Json] {
    const names = new Set(Array.isArray(input.MessageAttributeNames) ? input.MessageAttributeNames : []);
    const received = messages
      .filter(({ id, queueUrl }) => queueUrl === input.QueueUrl && !hidden.has(id))
      .slice(0, Number(input.MaxNumberOfMessages));
    for (const { id } of received) hidden.add(id);
    return [
      200,
      {
        Messages: received.map(({ id, body, attributes }) => ({
          MessageId: id,
          ReceiptHandle: id,
          Body: body,
          MD5OfBody: createHash("md5").update(body).digest("hex"),
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes)
              .filter(([name]) => names.has(name))
              .map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
          ),
        })),
      },
    ];
  }

  function take(input: Json, message: Json): [number, Json] {
    const body = String(message.MessageBody);
    const given = Object.entries(objectOf(message.MessageAttributes ?? {}));
    const attributes = given.map(([name, value]) => [name, String(objectOf(value).StringValue)] as const);
    // Source: SendMessage, "a message can include only XML, JSON, and unformatted text".
    const allowed = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]+$/u;
    if (![body, ...attributes.map(([, value]) => value)].every((text) => allowed.test(text))) {
      return [
        400,
        {
          __type: "InvalidMessageContents",
          message: "The message contains characters outside the allowed set",
        },
      ];
    }
    const id = randomUUID();
    messages.push({ id, queueUrl: String(input.QueueUrl), body, attributes: Object.fromEntries(attributes) });
    return [200, { MessageId: id, MD5OfMessageBody: createHash("md5").update(body).digest("hex") }];
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return Object.assign(fake, { endpoint: `http://127.0.0.1:${port}` });
}

function objectOf(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("no object");
  return Object.fromEntries(Object.entries(value));
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}
