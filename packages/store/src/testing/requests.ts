import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** A request on its way to the engine. */
export interface Request {
  /** `GetItem`, `Query`, `BatchGetItem`, `PutItem`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Sends it, or another request in its place; returns the engine's answer. */
  readonly send: (input?: Readonly<Record<string, unknown>>) => Promise<Record<string, unknown>>;
}

/** Handles a request; the store sees the result as the answer. */
export type Interceptor = (request: Request) => Promise<Record<string, unknown>>;

/** Puts an interceptor between the store and an engine: in the client, past its own retries. */
export function intercept(client: DynamoDBClient, interceptor: Interceptor): DynamoDBClient {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = (context.commandName ?? "").replace(/Command$/, "");
      let response: unknown;
      const output = await interceptor({
        operation,
        input: record(args.input),
        send: async (input = record(args.input)) => {
          const result = await next({ ...args, input: sameShape(args.input, input) });
          response = result.response;
          return record(result.output);
        },
      });
      return { output: sameOutput(output), response };
    },
    { step: "initialize" },
  );
  return client;
}

/** Commands' inputs and outputs are plain objects; the interceptor passes them on unchanged in shape. */
function record(value: unknown): Record<string, unknown> {
  return value as Record<string, unknown>;
}

/** An interceptor only removes keys from a request. */
function sameShape<Input>(_original: Input, input: Readonly<Record<string, unknown>>): Input {
  return input as Input;
}

/** The result is an answer of the engine, or an altered copy with the same fields. */
function sameOutput<Output>(output: Record<string, unknown>): Output {
  return output as Output;
}
