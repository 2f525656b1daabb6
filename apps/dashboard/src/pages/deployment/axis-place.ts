import type { Stretch } from "./waterfall-shape.ts";

/** Where a stretch stands on the axis. */
export function placeOf({ fromMs, toMs }: Stretch, lengthMs: number): { left: string; width: string } {
  return { left: `${(fromMs / lengthMs) * 100}%`, width: `${((toMs - fromMs) / lengthMs) * 100}%` };
}
