import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
}

/** A real HTTP server on loopback, for tests. */
export interface LocalServer {
  readonly baseUrl: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

export function startServer(handler: RequestListener): Promise<LocalServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    received.push({ url: request.url ?? "", headers: request.headers });
    handler(request, response);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = addressOf(server.address());
      resolve({
        baseUrl: `http://127.0.0.1:${port}`,
        received,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("the server does not listen on TCP");
  return address;
}

export function sendJson(
  response: ServerResponse,
  body: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): void {
  const type = status < 400 ? "application/json; charset=utf-8" : "application/problem+json";
  response.writeHead(status, { "content-type": type, ...headers }).end(JSON.stringify(body));
}

export function sendProblem(
  response: ServerResponse,
  status: number,
  name: string,
  headers: Record<string, string> = {},
): void {
  const type = `urn:deploy-lens:problem:${name}`;
  sendJson(response, { type, title: name, status, requestId: "r-1" }, { status, headers });
}
