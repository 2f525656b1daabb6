import { createRequire } from "node:module";
import { join } from "node:path";
import { count, type Figure, never, type Run } from "@deploy-lens/core/testing/figure";
import { composedPatterns, findPatterns, type Pattern } from "./patterns.ts";
import { READERS } from "./readers.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Below this, garbage collection dominates. Anything quadratic takes minutes for a megabyte. */
const NOISE_MS = 250;
/** From an eighth of a megabyte to a whole one: 8 if linear, 64 if quadratic. */
const MOST_GROWTH = 24;
const CHECK_TIMEOUT_MS = 60_000;
/** Enough for most. A quick run ignores those that take longer. */
const QUICK_CHECK_TIMEOUT_MS = 1_000;

/** Analyses every regular expression statically, and times every reader of untrusted text on a megabyte of it. */
export async function run({ size }: Run): Promise<readonly Figure[]> {
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
      "regular expressions in the sources that are not linear for some text (static analysis)",
      slow,
      patterns.length,
    ),
    never(
      `readers whose time grows faster than linearly up to 1 MB, ${count(readers.length)} readers × texts`,
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

/** The error in an expression; `null` if it is linear. */
function verdictOn({ source, flags, file }: Pattern, isQuick: boolean): string | null {
  // The JavaScript implementation; the Java and native ones may not be installed.
  process.env.RECHECK_BACKEND = "pure";
  checkSync ??= createRequire(import.meta.url)("recheck").checkSync as CheckSync;
  const { status, complexity, attack, error } = checkSync(source, flags, {
    timeout: isQuick ? QUICK_CHECK_TIMEOUT_MS : CHECK_TIMEOUT_MS,
  });
  if (status === "safe" || (isQuick && error?.kind === "timeout")) return null;
  const why = complexity?.summary ?? error?.kind ?? status;
  return `${file}: /${source}/${flags} is ${why}, with ${attack?.pattern ?? "some text"}`;
}

/** The growth of the time; `null` if no faster than the text. */
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
    // Refusing the text is fine.
  }
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/** Up to one megabyte. */
const SIZES = [1 / 8, 1 / 4, 1 / 2, 1].map((share) => share * 2 ** 20);

const PUMPS = [
  ...["a", " ", "\t", "\n", "\r\n", ".", ",", ";", "/", "\\", "[", "]", "[a ", "[]", "()"],
  "(".concat("（【［〔"),
  ...["=", '"', '""', "'", "-", "0", "9.", "a.b@c-", "%", "%2", "%25", "..", "../", "..%2f"],
  ...["a,b;q=1,", "T00:00", "T00:00 00:00", "    at a:1:1\n", "Error", "error. ", "model "],
  ...["Failed to ", "Service update failed. Error: ", "insufficient ", "{", '{"a":', "[[", "aA1_", "é"],
  ...["e\u0301", "ﷺ", "\u200b", "\u202e", "\ud800", "。", "资源不足", "\u001b[31m"],
] as const;

const FRAMES: readonly (readonly [before: string, after: string])[] = [
  ["", ""],
  ["", "!"],
  ["building image for model [", ""],
  ["Service update failed. Error: ", " end"],
];

/** Texts of each length. */
const SHAPES = PUMPS.length * FRAMES.length;

/** A text of this length: one string repeated, between the beginning and end of a real text. */
function hostileText(shape: number, length: number): { readonly shape: string; readonly text: string } {
  const pump = PUMPS[Math.floor(shape / FRAMES.length)] ?? "";
  const [before, after] = FRAMES[shape % FRAMES.length] ?? ["", ""];
  const filling = pump.repeat(Math.ceil(length / pump.length));
  return {
    shape: JSON.stringify(`${before}${pump}×${after}`),
    text: before + filling.slice(0, length - before.length - after.length) + after,
  };
}
