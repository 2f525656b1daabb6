/** Number of UTF-16 code units of a text that are matched; known texts are far shorter, and the rest is ignored. */
export const INSPECTED_LENGTH = 4096;

/** Marks the cut, so that a truncated text never equals a complete one. */
const CUT = "\u0000";

/**
 * Trims a text and cuts it to {@link INSPECTED_LENGTH}, so that hostile input costs no more than a long event.
 *
 * @example
 * inspected("  starting model\n"); // "starting model"
 */
export function inspected(text: string): string {
  const trimmed = text.trim();
  return trimmed.length <= INSPECTED_LENGTH ? trimmed : trimmed.slice(0, INSPECTED_LENGTH) + CUT;
}

const ASCII = /^[\0-\x7f]*$/;

/** Words and single spaces, optionally a final full stop: most texts, once in lower case, need no more work. */
const PLAIN_SENTENCE = /^([^\s’[\](){}【】〔〕.,;:!?。、]+(?: [^\s’[\](){}【】〔〕.,;:!?。、]+)*)\.?$/;

/**
 * Normalises a text for classification: lower case, one kind of bracket, single spaces, no punctuation.
 *
 * Full-width and half-width forms are one. A full stop inside a word (`3.0.0`, `ModelArts.3976`) stays. Every step is
 * linear in the text.
 *
 * @example
 * canonical("Insufficient  resources. Wait until idle resources are sufficient."); // "insufficient resources wait until idle resources are sufficient"
 * canonical("部署【bert】创建失败，资源池资源不足。"); // "部署 [ bert ] 创建失败 资源池资源不足"
 */
export function canonical(text: string): string {
  const folded = (ASCII.test(text) ? text : text.normalize("NFKC")).toLowerCase();
  return PLAIN_SENTENCE.exec(folded)?.[1] ?? withoutMarks(folded);
}

function withoutMarks(text: string): string {
  return text
    .replace(/’/g, "'")
    .replace(/[[(【〔]/g, " [ ")
    .replace(/[\])】〕]/g, " ] ")
    .replace(/\.{2,}/g, ".")
    .replace(/[,;:!?。、]|\.(?=[^!-~]|[,;:!?]|$)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
