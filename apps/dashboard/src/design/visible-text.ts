/** Controls and format characters: they show nothing, or change how others are shown. Not those that texts are made of. */
const UNSEEN = /(?![\t\n\u200d])[\p{Cc}\p{Cf}]/gu;

/**
 * A text of somebody else's with nothing hidden in it: what cannot be seen, or would turn the rest around, is spelt out.
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
