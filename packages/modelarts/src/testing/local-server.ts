import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";
import { onTestFinished } from "vitest";

/** Answers one request; `count` is the number of earlier requests. */
export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => unknown;

/** A real local server that closes when the test ends. */
export interface LocalServer {
  readonly endpoint: string;
  /** Every request so far, as `GET /path?query`. */
  readonly requests: string[];
  readonly headers: IncomingMessage["headers"][];
}

/** Starts an HTTP server on a free port. */
export async function startServer(handler: Handler): Promise<LocalServer> {
  const requests: string[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    handler(request, response, requests.push(`${request.method} ${request.url}`) - 1);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { endpoint: await listen(server), requests, headers };
}

/** Starts a TCP server, for answers that no HTTP server would send. */
export async function startTcpServer(onSocket: (socket: Socket) => void): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", (data) => {
      requests.push(data.toString("latin1").split(" HTTP/")[0] ?? "");
      onSocket(socket);
    });
  });
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { endpoint: await listen(server), requests, headers: [] };
}

function listen(server: Server | TcpServer): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address !== "object" || address === null) throw new Error("the server has no port");
      resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

export function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json;charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}

export function eventsAnswer(events: readonly object[] = [], totalCount = events.length) {
  return {
    service_id: "s",
    service_name: "mnist",
    count: events.length,
    total_count: totalCount,
    events,
  };
}
