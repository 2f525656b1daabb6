import { createServer, type RequestListener, Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import type { App } from "../app.ts";

export interface Listening {
  readonly url: string;
  /** Ends open connections as well. */
  close(): Promise<void>;
}

/** Listens on a free port. */
export async function listenOn(server: Server): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Serves requests. */
export function serve(listener: RequestListener): Promise<Listening> {
  return listenOn(createServer(listener));
}

/** Serves the app as `npm start` does. */
export function serveApp(app: App, onRequest: RequestListener = () => undefined): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch });
  if (!(server instanceof Server)) throw new Error("not an HTTP/1.1 server");
  return listenOn(server.on("request", onRequest));
}
