/** The raw query of the page's URL, one text per name. */
export type RawSearch = Readonly<Record<string, string | undefined>>;

/** Parses a query; the last of repeated names wins. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/**
 * Formats a query with minimal escaping, for readable URLs.
 *
 * @example
 * stringifySearch({ model: "bert 1.0", compare: "2026-10-01/2026-10-08", find: undefined });
 * // "?model=bert+1.0&compare=2026-10-01/2026-10-08"
 */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === "" ? "" : `?${text.replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%2C", ",")}`;
}
