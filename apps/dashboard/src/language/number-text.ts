/**
 * A whole number with its digits in groups of three, alike in both languages. By hand: the first `Intl.NumberFormat` of a
 * page costs more than the rest of it takes to start.
 *
 * @example
 * numberText(20171); // "20,171"
 */
export function numberText(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
