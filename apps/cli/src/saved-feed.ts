import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { UsageError } from "@deploy-lens/command";
import { mergeEvents, type ServiceEvent } from "@deploy-lens/core/event/service-event";
import { parseEventsAnswer, toServiceEvent } from "@deploy-lens/core/upstream/events";
import { salvageEvents } from "@deploy-lens/core/upstream/salvage";
import { WireSchemaError } from "@deploy-lens/core/upstream/schema-error";
import { safeText } from "./terminal-text.ts";

export interface SavedFeed {
  readonly serviceId: string;
  readonly serviceName: string | null;
  readonly events: readonly ServiceEvent[];
  /** Rows that are not events: without a text or a valid time. */
  readonly setAside: number;
}

/**
 * Reads a saved events answer, or an array of them, from a file or standard input (`-`), and merges pages of the same
 * service.
 *
 * @throws UsageError with one line: what is wrong with the file, and where
 */
export async function readSavedFeeds(file: string): Promise<SavedFeed[]> {
  const name = file === "-" ? "standard input" : file;
  const value = parseJson(await readText(file, name), name);
  const answers = Array.isArray(value) ? value : [value];
  const byService = new Map<string, SavedFeed>();
  for (const answer of answers) {
    const page = readAnswer(answer, name);
    const known = byService.get(page.serviceId);
    const events = mergeEvents([known?.events ?? [], page.events]);
    const setAside = (known?.setAside ?? 0) + page.setAside;
    byService.set(page.serviceId, { ...page, events, setAside });
  }
  return [...byService.values()];
}

async function readText(file: string, name: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`${name}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return "no such file";
    case "EISDIR":
      return "is a folder, not a file";
    case "EACCES":
      return "may not be read by you";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function parseJson(content: string, name: string): unknown {
  if (content.trim() === "") throw new UsageError(`${name}: is empty; expected a saved events answer`);
  try {
    return JSON.parse(content.replace(/^\ufeff/, ""));
  } catch (error) {
    const reason = error instanceof Error ? safeText(error.message) : "unreadable";
    throw new UsageError(`${name}: not JSON: ${reason}`, { cause: error });
  }
}

function readAnswer(answer: unknown, name: string): SavedFeed {
  try {
    const { answer: page, setAside } = salvageEvents(answer);
    // For an answer without any event, the problem is more useful than a count.
    if (page.events.length === 0) parseEventsAnswer(answer);
    return {
      serviceId: page.service_id,
      serviceName: page.service_name === "" ? null : page.service_name,
      events: page.events.map(toServiceEvent),
      setAside: setAside.length,
    };
  } catch (error) {
    if (!(error instanceof WireSchemaError)) throw error;
    throw new UsageError(`${name}: not an ${safeText(error.message)}`, { cause: error });
  }
}
