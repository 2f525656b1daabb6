import { createHash } from "node:crypto";

/** A made-up secret and its role. */
export interface Canary {
  readonly role: string;
  readonly text: string;
}

/** Traces of a run with secrets. */
export interface Evidence {
  /** Everything that carried secrets, as its receiver saw it: evidence that they were really used. */
  readonly sent: readonly string[];
  /** Everything that must not contain a secret: answers, log lines, metrics, errors. */
  readonly outputs: readonly Output[];
}

export interface Output {
  readonly where: string;
  readonly text: string;
}

/** This many consecutive characters of a secret are a leak. */
const TELLING_LENGTH = 8;

/**
 * Makes canaries of letters and digits, which no encoding changes. No two share a run of {@link TELLING_LENGTH} characters.
 */
export function createCanaries() {
  const canaries: Canary[] = [];
  return {
    all: canaries,
    canary(role: string): string {
      const digest = createHash("sha256").update(`canary ${canaries.length} ${role}`).digest("base64");
      const text = `K${digest.replaceAll(/[^A-Za-z0-9]/g, "").slice(0, 23)}`;
      canaries.push({ role, text });
      return text;
    },
    /** Adds a secret that was made elsewhere, such as a signed token. */
    watch(role: string, text: string): void {
      canaries.push({ role, text });
    },
  };
}

export type Canaries = ReturnType<typeof createCanaries>;

/** Finds canaries in the outputs: plain, encoded, or a part of one. */
export function sightings(canaries: readonly Canary[], outputs: readonly Output[]): readonly string[] {
  return canaries.flatMap(({ role, text }) => {
    const runs = [text, ...encodingsOf(text)].flatMap(runsOf);
    const seen = outputs.find((output) => runs.some((run) => output.text.includes(run)));
    return seen === undefined ? [] : [`${role}: in ${seen.where}`];
  });
}

/** The canaries that no text contains as a whole, plain or encoded. */
export function unsent(canaries: readonly Canary[], sent: readonly string[]): readonly string[] {
  return canaries
    .filter(({ text }) => {
      const spellings = [text, ...encodingsOf(text)];
      return !sent.some((one) => spellings.some((spelling) => one.includes(spelling)));
    })
    .map(({ role }) => role);
}

/** Hexadecimal, and base64 at any offset in a longer text. */
function encodingsOf(text: string): readonly string[] {
  const shifted = [0, 1, 2].map((offset) => Buffer.from("\0".repeat(offset) + text).toString("base64"));
  return [Buffer.from(text).toString("hex"), ...shifted.map((encoded) => encoded.slice(4, -4))];
}

function runsOf(text: string): readonly string[] {
  return Array.from({ length: Math.max(1, text.length - TELLING_LENGTH + 1) }, (_, at) =>
    text.slice(at, at + TELLING_LENGTH),
  );
}
