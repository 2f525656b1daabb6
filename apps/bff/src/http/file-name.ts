/**
 * Builds a `Content-Disposition` for a download. Non-ASCII names are sent in both forms. Sources: RFC 6266, section
 * 4.3; RFC 8187.
 *
 * @example
 * attachment(["deploy-durations", "mnist", "2026-11-01", undefined], "csv");
 * // 'attachment; filename="deploy-durations_mnist_2026-11-01.csv"'
 */
export function attachment(parts: readonly (string | undefined)[], extension: string): string {
  const words = parts.filter((part) => part !== undefined && part !== "");
  const name = `${words
    .join("_")
    .replaceAll(/[\p{Cc}\s"\\/:*?<>|]+/gu, "-")
    .slice(0, 150)}.${extension}`.toWellFormed();
  const ascii = name.replaceAll(/[^ -~]/g, "-");
  const plain = `attachment; filename="${ascii}"`;
  return ascii === name ? plain : `${plain}; filename*=UTF-8''${escaped(name)}`;
}

/** RFC 8187 allows fewer characters than `encodeURIComponent` leaves unescaped. */
function escaped(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}

export function dayText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 10);
}
