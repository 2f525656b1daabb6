import type { Server } from "node:http";

/** A server that listens on loopback. */
export interface Listening {
  readonly url: string;
  /** Ends every connection, too. */
  close(): Promise<void>;
}

/** Lets a server listen on a free port. */
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
