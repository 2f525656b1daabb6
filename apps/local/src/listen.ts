import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Fetch } from "./api-and-page.ts";
import { SettingsError } from "./settings.ts";

/** A server that answers on loopback. */
export interface Listening {
  readonly url: string;
  /** Takes no more connections and gives answers under way a moment; then ends every connection. */
  close(): Promise<void>;
}

/**
 * Serves on loopback alone: the local stack asks nobody who they are.
 *
 * @throws SettingsError when the port is taken, saying how to choose another.
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
      return new SettingsError(
        `port ${port} is in use; choose another: PORT=${port < 65_535 ? port + 1 : 8787} npm start`,
        {
          cause: error,
        },
      );
    case "EACCES":
      return new SettingsError(`port ${port} may not be used by you; choose another: PORT=8787 npm start`, {
        cause: error,
      });
    default:
      return error;
  }
}

/** Answers take milliseconds; what is open longer than this waits for a client. */
const CLOSE_GRACE_MS = 500;

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const grace = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close((error) => {
      clearTimeout(grace);
      if (error) reject(error);
      else resolve();
    });
    // Does not count a connection as idle that has sent nothing, or half a request.
    server.closeIdleConnections();
  });
}
