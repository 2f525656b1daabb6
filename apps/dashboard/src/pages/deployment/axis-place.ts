import type { Stretch } from "./waterfall-shape.ts";

export function placeOf({ fromMs, toMs }: Stretch, lengthMs: number): { left: string; width: string } {
  return { left: `${(fromMs / lengthMs) * 100}%`, width: `${((toMs - fromMs) / lengthMs) * 100}%` };
}
