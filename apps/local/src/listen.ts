import { createServer, type Server } from "node:http";
import { UsageError } from "@deploy-lens/command";
import { getRequestListener } from "@hono/node-server";
import type { Fetch } from "./api-and-page.ts";

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves on loopback only, since the local stack has no authentication.
 *
 * @throws UsageError if the port is taken, naming the setting that changes it
 */
export function listen(fetch: Fetch, port: number): Promise<Listening> {
  const server = createServer(getRequestListener(fetch));
  return new Promise((resolve, reject) => {
    server.on("error", (error: NodeJS.ErrnoException) => reject(readable(error, port)));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : port;
      resolve({ url: `http://127.0.0.1:${bound}`, close: () => closed(server) });
    });
  });
}

function readable(error: NodeJS.ErrnoException, port: number): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new UsageError(
        `port ${port} is in use; choose another: PORT=${port < 65_535 ? port + 1 : 8787} npm start`,
        {
          cause: error,
        },
      );
    case "EACCES":
      return new UsageError(`port ${port} may not be used by you; choose another: PORT=8787 npm start`, {
        cause: error,
      });
    default:
      return error;
  }
}

/** Answers take milliseconds; a connection open longer than this is waiting for its client. */
const CLOSE_GRACE_MS = 500;

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const grace = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close((error) => {
      clearTimeout(grace);
      if (error) reject(error);
      else resolve();
    });
    // Connections that sent nothing or half a request do not count as idle.
    server.closeIdleConnections();
  });
}
