import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

// C0 and C1 controls (with ESC), the bidirectional overrides, zero-width characters and the byte order mark.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Event texts are other people's: what could move a cursor or reorder a line is shown as its code point. */
export function safeText(text: string): string {
  return text.replaceAll(UNSAFE, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/** Pads to a width in terminal columns: a Chinese character takes two. */
export function padColumns(text: string, columns: number, side: "left" | "right" = "right"): string {
  const padding = " ".repeat(Math.max(0, columns - stringWidth(text)));
  return side === "right" ? text + padding : padding + text;
}

/** How many terminal columns a text takes. */
export function columnsOf(text: string): number {
  return stringWidth(text);
}

/** Cuts a text to a width in terminal columns; what was cut shows as `…`. */
export function fitColumns(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let fitted = "";
  for (const character of text) {
    if (stringWidth(fitted + character) > columns - 1) break;
    fitted += character;
  }
  return `${fitted}…`;
}

/** Breaks a text into lines of a width, at spaces where there are any; all but the first line begin with the indent. */
export function wrapColumns(text: string, columns: number, indent = 0): string[] {
  if (stringWidth(text) <= columns) return [text];
  const [first = "", ...rest] = wrapAnsi(text, Math.max(1, columns - indent), {
    hard: true,
    trim: false,
  }).split("\n");
  return [first.trimEnd(), ...rest.map((line) => " ".repeat(indent) + line.trim())];
}
