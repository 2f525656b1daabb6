import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const DAY_MS = 86_400_000;

const Anchor = z.object({ anchorMs: z.int() });

/**
 * The instant that simulated history is laid out around: chosen at the first start, kept for all later ones, so that the
 * simulator tells the same story that the table already holds.
 */
export async function keptAnchor(dataFolder: string, nowMs: number): Promise<number> {
  await mkdir(dataFolder, { recursive: true });
  const file = join(dataFolder, "simulator.json");
  const kept = Anchor.safeParse(await readJson(file));
  if (kept.success) return kept.data.anchorMs;
  const anchorMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  await writeFile(file, `${JSON.stringify({ anchorMs })}\n`);
  return anchorMs;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}
