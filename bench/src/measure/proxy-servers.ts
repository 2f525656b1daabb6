import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The upstream itself, our app before it, and two proxies before it. */
export const SERVERS = ["upstream", "ours", "httpProxy", "nodeProxy"] as const;

export type ServerName = (typeof SERVERS)[number];

/** A server's address, and the headers that a request to it needs. */
export interface Served {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Each is a process of its own. */
export interface ProxyServers extends Disposable {
  readonly served: Readonly<Record<ServerName, Served>>;
  /** Processor time that one of them has used so far, µs. */
  readonly cpuMicros: (name: ServerName) => Promise<number>;
}

const SERVER = fileURLToPath(new URL("proxy-process.ts", import.meta.url));

/** Starts an upstream that takes `latencyMs` to answer, and all that stand before it. */
export async function startProxyServers(latencyMs: number): Promise<ProxyServers> {
  const children = new Map<ServerName, ChildProcess>();
  const start = async (name: ServerName, argument: string): Promise<Served> => {
    const child = fork(SERVER, [name, argument], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    children.set(name, child);
    return servedBy((await once(child, "message"))[0]);
  };
  const upstream = await start("upstream", latencyMs.toString());
  return {
    served: {
      upstream,
      ours: await start("ours", upstream.address),
      httpProxy: await start("httpProxy", upstream.address),
      nodeProxy: await start("nodeProxy", upstream.address),
    },
    cpuMicros: async (name) => {
      const child = children.get(name);
      if (child === undefined) throw new Error(`${name} does not run`);
      child.send("cpu");
      const [micros] = await once(child, "message");
      return Number(micros);
    },
    [Symbol.dispose]() {
      for (const child of children.values()) child.kill();
    },
  };
}

function servedBy(message: unknown): Served {
  return message as Served;
}
