import type { ComparedWindows } from "../../changes/changes-list.tsx";
import { isOverlapping, parseComparison, windowOf } from "../../range/range-search.ts";
import { closedWindow, recentAndBefore } from "../../range/slices.ts";
import type { ProjectSearch } from "./project-search.ts";

export interface ProjectComparison extends ComparedWindows {
  /** `recent`: the last quarter of the page's window with the rest of it; `overlapping`: nothing can be compared. */
  readonly kind: "recent" | "window" | "overlapping";
}

/** The windows to compare; `null` where the reader wants no comparison. */
export function comparedWindows(search: ProjectSearch, nowMs: number): ProjectComparison | null {
  const open = windowOf(search, nowMs);
  // To the minute five, like the window's start, so that repeated requests are equal.
  const now = closedWindow(open, Math.floor(nowMs / 300_000) * 300_000);
  const comparison = search.compare === undefined ? null : parseComparison(search.compare);
  if (comparison === null) {
    const { recent, before } = recentAndBefore(now);
    return { kind: "recent", now: recent, before };
  }
  if (comparison.with === "previous") {
    return { kind: "window", now, before: { fromMs: 2 * now.fromMs - now.toMs, toMs: now.fromMs } };
  }
  if (comparison.with !== "window") return null;
  const before = { fromMs: Date.parse(comparison.from), toMs: Date.parse(comparison.to) };
  return { kind: isOverlapping(comparison, open) ? "overlapping" : "window", now, before };
}
