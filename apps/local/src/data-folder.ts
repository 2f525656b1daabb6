import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { dataFolderError } from "./data-folder-error.ts";

const DAY_MS = 86_400_000;

const Anchor = z.object({ anchorMs: z.int() });

/**
 * Returns the instant around which the simulated history is laid out. It is chosen at the first start and stored, so
 * that later simulators match what the table already holds.
 */
export async function storedAnchor(dataFolder: string, nowMs: number): Promise<number> {
  const file = join(dataFolder, "simulator.json");
  const kept = Anchor.safeParse(await readJson(file));
  if (kept.success) return kept.data.anchorMs;
  const anchorMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  try {
    await mkdir(dataFolder, { recursive: true });
    await writeFile(file, `${JSON.stringify({ anchorMs })}\n`);
  } catch (error) {
    throw dataFolderError(error, dataFolder);
  }
  return anchorMs;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}
