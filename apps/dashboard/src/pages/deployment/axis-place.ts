import type { AxisSpan } from "./waterfall-shape.ts";

export function placeOf({ fromMs, toMs }: AxisSpan, lengthMs: number): { left: string; width: string } {
  return { left: `${(fromMs / lengthMs) * 100}%`, width: `${((toMs - fromMs) / lengthMs) * 100}%` };
}
