/**
 * Control and format characters, which are invisible or change how others are shown, except those that are part of
 * normal text.
 */
const UNSEEN = /(?![\t\n\u200d])[\p{Cc}\p{Cf}]/gu;

/**
 * Makes untrusted text safe to show: invisible characters, and those that reorder the text, appear as code points.
 *
 * @example
 * visibleText("invoice\u202egnp.exe"); // "invoice⟨U+202E⟩gnp.exe"
 */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return character === "\r" ? "" : `⟨U+${code}⟩`;
  });
}
