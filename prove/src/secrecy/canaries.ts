/** A made-up secret, and what it plays. */
export interface Canary {
  readonly role: string;
  readonly text: string;
}

/** What one path of secrets through the product left behind. */
export interface Evidence {
  /** Canaries that were really on their way: seen by whoever they were sent to. */
  readonly sent: ReadonlySet<string>;
  /** Everything that came out where no canary may be: answers, log lines, metrics, errors. */
  readonly outputs: readonly Output[];
}

/** One text that came out, and where. */
export interface Output {
  readonly where: string;
  readonly text: string;
}

/** Makes canaries: letters and digits alone, so that no encoding changes them, and a word that nothing else holds. */
export function createCanaries() {
  const canaries: Canary[] = [];
  return {
    all: canaries,
    canary(role: string): string {
      const text = `Kanarie${String(canaries.length + 1).padStart(2, "0")}${SUFFIX}`;
      canaries.push({ role, text });
      return text;
    },
  };
}

/** See {@link createCanaries}. */
export type Canaries = ReturnType<typeof createCanaries>;

const SUFFIX = "x7Qz9VbK3mPw";

/** Where canaries show in the outputs, as they are, encoded, or in part. */
export function sightings(canaries: readonly Canary[], outputs: readonly Output[]): readonly string[] {
  return canaries.flatMap(({ role, text }) => {
    const spellings = spellingsOf(text);
    const { where } = outputs.find((output) => spellings.some((one) => output.text.includes(one))) ?? {};
    return where === undefined ? [] : [`${role}: in ${where}`];
  });
}

/** The text itself, its hexadecimal digits, and its base64 wherever it may stand in a longer text. */
function spellingsOf(text: string): readonly string[] {
  const shifted = [0, 1, 2].map((offset) => Buffer.from("\0".repeat(offset) + text).toString("base64"));
  return [text, Buffer.from(text).toString("hex"), ...shifted.map((encoded) => encoded.slice(4, -4))];
}
