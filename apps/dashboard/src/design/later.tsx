import { type ReactNode, useEffect, useState } from "react";

/** Renders its children in a task of their own, so that a page is no single long task. */
export function Later({ children, instead = null }: { children: ReactNode; instead?: ReactNode }) {
  return useGrowing(1, 0) === 1 ? children : instead;
}

/** Counts up to `total` from `first`, by at most `step` in a task: how much of a long list to render. */
export function useGrowing(total: number, first: number, step = 10): number {
  const [shown, setShown] = useState(first);
  useEffect(() => {
    if (shown >= total) return;
    const timer = setTimeout(() => setShown(shown + step));
    return () => clearTimeout(timer);
  }, [shown, total, step]);
  return Math.min(shown, total);
}

/** A value one task later, so that what shows it does not hold up what changed it; of several changes the last counts. */
export function useLaterValue<Value>(value: Value): Value {
  const [later, setLater] = useState(() => value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(() => value));
    return () => clearTimeout(timer);
  }, [value]);
  return later;
}
