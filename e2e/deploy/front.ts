import { once } from "node:events";
import { createServer } from "node:http";
import { request } from "node:https";

/** A cloud host, reachable from this machine. */
export interface Front {
  readonly url: string;
  close(): void;
}

/**
 * Makes an emulated host reachable under a local address, since local DNS does not know it. Passes requests and answers
 * through unchanged.
 */
export async function startFront(emulatorPort: number, host: string): Promise<Front> {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request(
      {
        host: "127.0.0.1",
        port: emulatorPort,
        servername: host,
        method,
        path: url,
        headers: { ...headers, host },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on("error", (error) => {
      outgoing.writeHead(502);
      outgoing.end(error.message);
    });
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
