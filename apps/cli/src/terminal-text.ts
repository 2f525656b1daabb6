import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

// C0 and C1 controls (including ESC), bidirectional overrides, zero-width characters and the byte order mark.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this must match
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Escapes untrusted text: characters that could move the cursor or reorder a line appear as code points. */
export function safeText(text: string): string {
  return text.replaceAll(UNSAFE, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/** Pads to a width in terminal columns; a Chinese character takes two. */
export function padColumns(text: string, columns: number, side: "left" | "right" = "right"): string {
  const padding = " ".repeat(Math.max(0, columns - stringWidth(text)));
  return side === "right" ? text + padding : padding + text;
}

export function columnsOf(text: string): number {
  return stringWidth(text);
}

/** Cuts a text to a width in terminal columns, marking the cut with `…`. */
export function fitColumns(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let fitted = "";
  for (const character of text) {
    if (stringWidth(fitted + character) > columns - 1) break;
    fitted += character;
  }
  return `${fitted}…`;
}

/** Wraps a text, at spaces where possible; all lines but the first are indented. */
export function wrapColumns(text: string, columns: number, indent = 0): string[] {
  if (stringWidth(text) <= columns) return [text];
  const [first = "", ...rest] = wrapAnsi(text, Math.max(1, columns - indent), {
    hard: true,
    trim: false,
  }).split("\n");
  return [first.trimEnd(), ...rest.map((line) => " ".repeat(indent) + line.trim())];
}
