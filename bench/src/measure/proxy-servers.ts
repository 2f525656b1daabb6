import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Where the servers are: each is a process of its own. */
export interface ProxyServers extends Disposable {
  readonly direct: string;
  readonly ours: string;
  readonly passThrough: string;
  /** Processor time that one of them has used so far, µs. */
  readonly cpuMicros: (name: "direct" | "ours" | "passThrough") => Promise<number>;
}

const SERVER = fileURLToPath(new URL("proxy-process.ts", import.meta.url));

/** Starts an upstream that takes `latencyMs` to answer, our app in front of it, and a pass-through in front of it. */
export async function startProxyServers(latencyMs: number): Promise<ProxyServers> {
  const children: ChildProcess[] = [];
  const start = async (...args: readonly string[]) => {
    const child = fork(SERVER, [...args], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    children.push(child);
    const [address] = await once(child, "message");
    return { child, address: String(address) };
  };
  const direct = await start("upstream", latencyMs.toString());
  const servers = {
    direct,
    ours: await start("ours", direct.address),
    passThrough: await start("pass-through", direct.address),
  };
  return {
    direct: direct.address,
    ours: servers.ours.address,
    passThrough: servers.passThrough.address,
    cpuMicros: async (name) => {
      const { child } = servers[name];
      child.send("cpu");
      const [micros] = await once(child, "message");
      return Number(micros);
    },
    [Symbol.dispose]() {
      for (const child of children) child.kill();
    },
  };
}
