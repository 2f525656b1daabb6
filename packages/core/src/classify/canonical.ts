/** How many UTF-16 code units of a text are looked at; no known text comes near. What follows is never matched. */
export const INSPECTED_LENGTH = 4096;

/** Stands for what was cut off, so that a cut text never equals a whole one. */
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

/** Words and single spaces alone, perhaps a full stop at the end: what most texts are once they are lower case. */
const PLAIN_SENTENCE = /^([^\s’[\](){}【】〔〕.,;:!?。、]+(?: [^\s’[\](){}【】〔〕.,;:!?。、]+)*)\.?$/;

/**
 * Reduces a text to what classification compares: lower case, one kind of bracket, single spaces, no sentence marks.
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
