/** The query of the page's own address: one text per name, as people read and share it. `undefined`: not there. */
export type RawSearch = Readonly<Record<string, string | undefined>>;

/** What the query of an address says. Of a name that stands twice, the last. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/**
 * A query for an address, with nothing escaped that need not be.
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
