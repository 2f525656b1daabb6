import { createHash } from "node:crypto";

/** A made-up secret, and what it plays. */
export interface Canary {
  readonly role: string;
  readonly text: string;
}

/** What one path of secrets through the product left behind. */
export interface Evidence {
  /** Everything that carried secrets, as its receiver saw it: proof that they really got there. */
  readonly sent: readonly string[];
  /** Everything that came out where no canary may be: answers, log lines, metrics, errors. */
  readonly outputs: readonly Output[];
}

/** One text that came out, and where. */
export interface Output {
  readonly where: string;
  readonly text: string;
}

/** So much of a secret in a row is a leak: the first characters of a token are, too. */
const TELLING_LENGTH = 8;

/**
 * Makes canaries: letters and digits alone, so that no encoding changes them, and no run of {@link TELLING_LENGTH} in which
 * two of them are alike.
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
    /** A secret that somebody else made: a signed token. */
    watch(role: string, text: string): void {
      canaries.push({ role, text });
    },
  };
}

/** See {@link createCanaries}. */
export type Canaries = ReturnType<typeof createCanaries>;

/** Where canaries show in the outputs: as they are, encoded, or any run of them. */
export function sightings(canaries: readonly Canary[], outputs: readonly Output[]): readonly string[] {
  return canaries.flatMap(({ role, text }) => {
    const runs = [text, ...encodingsOf(text)].flatMap(runsOf);
    const seen = outputs.find((output) => runs.some((run) => output.text.includes(run)));
    return seen === undefined ? [] : [`${role}: in ${seen.where}`];
  });
}

/** The canaries that no text holds, whole and in one of their spellings. */
export function unsent(canaries: readonly Canary[], sent: readonly string[]): readonly string[] {
  return canaries
    .filter(({ text }) => {
      const spellings = [text, ...encodingsOf(text)];
      return !sent.some((one) => spellings.some((spelling) => one.includes(spelling)));
    })
    .map(({ role }) => role);
}

/** Its hexadecimal digits, and its base64 wherever it may stand in a longer text. */
function encodingsOf(text: string): readonly string[] {
  const shifted = [0, 1, 2].map((offset) => Buffer.from("\0".repeat(offset) + text).toString("base64"));
  return [Buffer.from(text).toString("hex"), ...shifted.map((encoded) => encoded.slice(4, -4))];
}

/** Runs that together touch every part of a text; a longer leak holds at least one of them. */
function runsOf(text: string): readonly string[] {
  return Array.from({ length: Math.max(1, text.length - TELLING_LENGTH + 1) }, (_, at) =>
    text.slice(at, at + TELLING_LENGTH),
  );
}
