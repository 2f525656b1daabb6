import { type AppDeps, createApp } from "@deploy-lens/bff/app";
import { createLogWriter } from "@deploy-lens/bff/log/write-log";
import type { Output } from "./canaries.ts";

export type Log = ReturnType<typeof createLogWriter>;

/** Requests paths from an app and returns all its output: answers with headers, log lines, metrics. */
export async function askApp(
  paths: readonly string[],
  deps: (log: Log) => Pick<AppDeps, "upstream"> & Partial<AppDeps>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Output[]> {
  const outputs: Output[] = [];
  const log = createLogWriter({
    environmentName: "prove",
    version: "0",
    now: Date.now,
    writeLine: (text) => void outputs.push({ where: "log or metrics", text }),
  });
  const app = createApp({
    auth: { mode: "off", projects: ["demo"] },
    now: Date.now,
    log: log.request,
    ...deps(log),
  });
  for (const path of paths) {
    const answer = await app.request(path, { headers });
    outputs.push({
      where: `answer of ${path}`,
      text: JSON.stringify([...answer.headers]) + (await answer.text()),
    });
  }
  return outputs;
}
