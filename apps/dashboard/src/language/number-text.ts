/**
 * A whole number with its digits in groups of three, alike in both languages. By hand: the first `Intl.NumberFormat` of a
 * page costs more than the rest of it takes to start.
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
 * A share in percent, alike in both languages.
 *
 * @example
 * percentText(54); // "54%"
 */
export function percentText(percent: number | string): string {
  return `${percent}%`;
}
