/**
 * A whole number with digits grouped in threes, the same in both languages. Written by hand because the page's first
 * `Intl.NumberFormat` would take longer than the rest of its start.
 *
 * @example
 * numberText(20171); // "20,171"
 */
export function numberText(value: number): string {
  let text = String(value);
  const first = value < 0 ? 1 : 0;
  for (let at = text.length - 3; at > first; at -= 3) text = `${text.slice(0, at)},${text.slice(at)}`;
  return text;
}

/**
 * A percentage, the same in both languages.
 *
 * @example
 * percentText(54); // "54%"
 */
export function percentText(percent: number | string): string {
  return `${percent}%`;
}
