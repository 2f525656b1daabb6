/** The columns of the list that the reader may choose, in their order. A deployment's start and service are always shown. */
export const COLUMNS = ["outcome", "kind", "models", "cause", "flags", "phases", "total"] as const;
export type Column = (typeof COLUMNS)[number];

export const USUAL_COLUMNS: readonly Column[] = ["outcome", "models", "cause", "phases", "total"];

/** The chosen columns, in the order of the list. */
export function shownColumns(text: string | undefined): readonly Column[] {
  if (text === undefined) return USUAL_COLUMNS;
  const given = text.split(",");
  return COLUMNS.filter((column) => given.includes(column));
}

/** The address's text for a choice; nothing for the usual one. */
export function columnsText(columns: readonly Column[]): string | undefined {
  const text = COLUMNS.filter((column) => columns.includes(column)).join(",");
  return text === USUAL_COLUMNS.join(",") || text === "" ? undefined : text;
}

export function columnName(
  t: Readonly<Record<Exclude<Column, "flags"> | "flag", string>>,
  column: Column,
): string {
  return t[column === "flags" ? "flag" : column];
}
