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
