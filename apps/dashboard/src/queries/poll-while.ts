import type { Fetched } from "./fetched.ts";
import { pollEveryMs } from "./poll.ts";

interface Polled<Answer> {
  readonly state: {
    readonly data: Fetched<Answer> | undefined;
    readonly status: "pending" | "error" | "success";
  };
}

export function pollWhile<Answer>(isOpen: (answer: Answer) => boolean) {
  return ({ state }: Polled<Answer>): number =>
    pollEveryMs({
      open: state.data !== undefined && isOpen(state.data.answer),
      failing: state.status === "error" || state.data?.stale === true,
      hidden: document.visibilityState === "hidden",
    });
}

/** A polling interval for slowly changing data: `everyMs`, sooner after a failure. */
export function pollEvery(everyMs: number) {
  return ({ state }: { readonly state: { readonly status: "pending" | "error" | "success" } }): number => {
    const hidden = document.visibilityState === "hidden";
    return state.status === "error" ? pollEveryMs({ open: false, failing: true, hidden }) : everyMs;
  };
}
