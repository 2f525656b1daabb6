import { createRequire } from "node:module";
import { join } from "node:path";
import { count, type Figure, never, type ProofRun } from "../proof.ts";
import { composedPatterns } from "./composed-patterns.ts";
import { hostileText, SHAPES, SIZES } from "./hostile-megabyte.ts";
import { findPatterns, type Pattern } from "./patterns.ts";
import { READERS } from "./readers.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Below this, clocks and collectors say more than the code; what is quadratic takes minutes for a megabyte. */
const NOISE_MS = 250;
/** From an eighth of a megabyte to a whole one: 8 when linear, 64 when quadratic. */
const MOST_GROWTH = 24;
const CHECK_TIMEOUT_MS = 60_000;
/** Finds what is found soon; the analysis of some harmless ones takes longer, and proves nothing then. */
const QUICK_CHECK_TIMEOUT_MS = 1_000;

/** Every regular expression of ours, by a static analysis; and everything that reads foreign text, by a megabyte of it. */
export async function run({ size }: ProofRun): Promise<readonly Figure[]> {
  const isQuick = size === "quick";
  const { literals, composed } = findPatterns(ROOT);
  const files = [...new Set(composed.map(({ file }) => file))];
  const patterns = distinct([...literals, ...(await composedPatterns(ROOT, files))]);
  const slow: string[] = [];
  for (const pattern of patterns) {
    const verdict = verdictOn(pattern, isQuick);
    if (verdict !== null) slow.push(verdict);
  }
  const readers = Object.entries(READERS);
  const grown: string[] = [];
  let measured = 0;
  for (const [name, read] of readers) {
    for (let shape = 0; shape < SHAPES; shape += isQuick ? 16 : 1) {
      measured += 1;
      const growth = growthOf(read, shape);
      if (growth !== null) grown.push(`${name}: ${growth}`);
    }
  }
  return [
    never(
      "regular expressions in the sources that some text makes slower than linear (static analysis)",
      slow,
      patterns.length,
    ),
    never(
      `readers whose time grows faster than linear up to 1 MB, ${count(readers.length)} readers × texts`,
      grown,
      measured,
    ),
  ];
}

function distinct(patterns: readonly Pattern[]): readonly Pattern[] {
  return [...new Map(patterns.map((one) => [`${one.source}/${one.flags}`, one])).values()];
}

interface Diagnostics {
  readonly status: "safe" | "vulnerable" | "unknown";
  readonly complexity?: { readonly summary?: string };
  readonly attack?: { readonly pattern?: string };
  readonly error?: { readonly kind?: string };
}

type CheckSync = (source: string, flags: string, options: { readonly timeout: number }) => Diagnostics;

let checkSync: CheckSync | null = null;

/** What is wrong with an expression; `null` when it is linear. */
function verdictOn({ source, flags, file }: Pattern, isQuick: boolean): string | null {
  // The analysis that runs in this process, not a Java or native one that may not be there.
  process.env.RECHECK_BACKEND = "pure";
  checkSync ??= createRequire(import.meta.url)("recheck").checkSync as CheckSync;
  const { status, complexity, attack, error } = checkSync(source, flags, {
    timeout: isQuick ? QUICK_CHECK_TIMEOUT_MS : CHECK_TIMEOUT_MS,
  });
  if (status === "safe" || (isQuick && error?.kind === "timeout")) return null;
  const why = complexity?.summary ?? error?.kind ?? status;
  return `${file}: /${source}/${flags} is ${why}, with ${attack?.pattern ?? "some text"}`;
}

/** How the time grew, in words; `null` when no faster than the text. */
function growthOf(read: (text: string) => unknown, shape: number): string | null {
  const largest = hostileText(shape, SIZES.at(-1) ?? 0);
  if (timeOf(read, largest.text) <= NOISE_MS) return null;
  let firstMs = 0;
  for (const [step, length] of SIZES.entries()) {
    const sample = hostileText(shape, length);
    const tookMs = timeOf(read, sample.text);
    if (step === 0) firstMs = tookMs;
    // Measured twice: a garbage collection may be in one of the times.
    const isSlow = () =>
      tookMs > NOISE_MS &&
      timeOf(read, sample.text) > (MOST_GROWTH * Math.max(firstMs, 1) * length) / 2 ** 20;
    if (isSlow() && isSlow())
      return `${Math.round(tookMs)} ms for ${count(length)} characters of ${sample.shape}`;
  }
  return null;
}

/** Processor time of this thread, ms: what else the machine does changes nothing. */
function timeOf(read: (text: string) => unknown, text: string): number {
  const before = process.threadCpuUsage();
  try {
    read(text);
  } catch {
    // A refusal is an answer, too.
  }
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
