import { request as httpRequest } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import type { App } from "../app.ts";
import { createLambdaHandler } from "../lambda/lambda-adapter.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | null;
}

export interface Way {
  readonly name: "app.request" | "Lambda" | "HTTP";
  ask(target: string, ask?: Ask): Promise<Answer>;
  close(): Promise<void>;
}

/** Calls the app directly. */
export function byRequest(app: App): Way {
  return {
    name: "app.request",
    async ask(target, { method = "GET", headers = {} } = {}) {
      return answerOf(await app.request(target, { method, headers: { ...headers } }));
    },
    close: async () => undefined,
  };
}

/** Calls the Lambda handler with events as an HTTP API makes them: the path decoded. */
export function byLambda(app: App): Way {
  const handler = createLambdaHandler(app);
  return {
    name: "Lambda",
    async ask(target, { method = "GET", headers = {} } = {}) {
      const result = await handler(gatewayEvent(target, { method, headers }), {
        getRemainingTimeInMillis: () => 29_000,
      });
      const text = Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8").toString();
      return { status: result.statusCode, headers: result.headers, text };
    },
    close: async () => undefined,
  };
}

/** Calls over HTTP with the request line exactly as given. */
export async function byHttp(app: App): Promise<Way> {
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { port } = address;
  return {
    name: "HTTP",
    ask: (target, { method = "GET", headers = {} } = {}) =>
      new Promise((resolve, reject) => {
        const request = httpRequest(
          { host: "127.0.0.1", port, path: target, method, headers, agent: false },
          (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("end", () =>
              resolve({
                status: response.statusCode ?? 0,
                headers: Object.fromEntries(
                  Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
                ),
                text: Buffer.concat(chunks).toString(),
              }),
            );
          },
        );
        request.on("error", reject);
        request.end();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

/** A payload 2.0 event for a target as a client sends it: an HTTP API decodes the path once, a function URL does not. */
export function gatewayEvent(
  target: string,
  { method = "GET", headers = {}, body = null }: Ask = {},
  isDecoded = true,
) {
  const [path = "", ...query] = target.split("?");
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: isDecoded ? decodedAsFarAsPossible(path) : path,
    rawQueryString: query.join("?"),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      domainName: "api.execute-api.eu-west-1.amazonaws.com",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      requestId: "JKJaXmPLvHcESHA=",
      routeKey: "$default",
      stage: "$default",
      timeEpoch: 1,
    },
    ...(body === null ? {} : { body }),
    isBase64Encoded: false,
  };
}

function decodedAsFarAsPossible(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function answerOf(response: Response): Promise<Answer> {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  };
}
