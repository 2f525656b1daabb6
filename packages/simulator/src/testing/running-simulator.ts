import { onTestFinished } from "vitest";
import { createSimulator, type Simulator, type SimulatorOptions } from "../simulator.ts";

/** When the tests happen: a Monday, noon UTC. */
export const TEST_NOW_MS = Date.parse("2026-11-23T12:00:00.000Z");

/** A simulator that listens, and how to ask it. */
export interface RunningSimulator {
  readonly simulator: Simulator;
  readonly url: string;
  /** GETs a path and parses the body. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<JsonAnswer>;
  /** POSTs a body as JSON. */
  post(path: string, body: unknown): Promise<JsonAnswer>;
}

/** An answer whose body was JSON; tests look into it by `expect(...).toMatchObject` and {@link rows}. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Starts a simulator whose clock stands still, without a scenario unless asked; closed when the test ends. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const simulator = createSimulator({ nowMs: () => TEST_NOW_MS, scenario: false, ...options });
  const url = await simulator.listen();
  onTestFinished(() => simulator.close());
  async function read(response: Response): Promise<JsonAnswer> {
    return { status: response.status, headers: response.headers, body: await response.json() };
  }
  return {
    simulator,
    url,
    get: async (path, headers = {}) => read(await fetch(url + path, { headers })),
    post: async (path, body) =>
      read(
        await fetch(url + path, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(body),
        }),
      ),
  };
}

/** The objects in an answer's list. */
export function rows(answer: JsonAnswer, list: "events" | "services" | "logs" | "config"): Row[] {
  const { body } = answer;
  const found: unknown = typeof body === "object" && body !== null ? Reflect.get(body, list) : undefined;
  if (!Array.isArray(found)) throw new Error(`no list ${list} in ${JSON.stringify(body)}`);
  return found;
}

/** An object of which nothing is known. */
export type Row = Readonly<Record<string, unknown>>;
