/**
 * Compares two versions as people read them: numbers by their value, and a pre-release before its release (as in Semantic
 * Versioning, section 11). Negative if `a` is the earlier one.
 *
 * @example
 * ["1.10.0", "1.9.2", "2.0.0", "2.0.0-rc.1"].toSorted(compareVersions); // ["1.9.2", "1.10.0", "2.0.0-rc.1", "2.0.0"]
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [splitVersion(a), splitVersion(b)];
  const byNumbers = compareParts(left.numbers, right.numbers);
  if (byNumbers !== 0) return byNumbers;
  if (left.suffix === right.suffix) return a < b ? -1 : Number(a > b);
  if (left.suffix === "") return 1;
  if (right.suffix === "") return -1;
  return compareParts(left.suffix.split(/[.-]/), right.suffix.split(/[.-]/));
}

/** Build metadata (`+…`) does not count. */
function splitVersion(version: string): { numbers: readonly string[]; suffix: string } {
  const [core = ""] = version.replace(/^v(?=\d)/i, "").split("+");
  const [numbers = ""] = /^\d+(?:\.\d+)*/.exec(core) ?? [];
  return { numbers: numbers.split("."), suffix: core.slice(numbers.length).replace(/^[-.]/, "") };
}

/** A list that is the beginning of the other comes first. */
function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    const isNumber = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (isNumber[0] !== isNumber[1]) return isNumber[0] ? -1 : 1;
    const difference = isNumber[0] ? Number(left) - Number(right) : left.localeCompare(right, "en");
    if (difference !== 0) return difference;
  }
  return 0;
}
