import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Serves on any free port of loopback; gives the address. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${portOf(server)}`;
}

/** Guarantee: a server that listens on TCP has an address with a port. */
function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
