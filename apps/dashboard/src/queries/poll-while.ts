import { pollEveryMs } from "./poll.ts";
import type { Told } from "./told.ts";

/** What a polling interval depends on, of a query of any key. */
interface Polled<Answer> {
  readonly state: {
    readonly data: Told<Answer> | undefined;
    readonly status: "pending" | "error" | "success";
  };
}

/** A polling interval for a query: short while its answer has something open in it. */
export function pollWhile<Answer>(isOpen: (answer: Answer) => boolean) {
  return ({ state }: Polled<Answer>): number =>
    pollEveryMs({
      open: state.data !== undefined && isOpen(state.data.answer),
      failing: state.status === "error" || state.data?.stale === true,
      hidden: document.visibilityState === "hidden",
    });
}

/** A polling interval for what moves slowly: `everyMs`, and sooner after a failure. */
export function pollEvery(everyMs: number) {
  return ({ state }: { readonly state: { readonly status: "pending" | "error" | "success" } }): number => {
    const hidden = document.visibilityState === "hidden";
    return state.status === "error" ? pollEveryMs({ open: false, failing: true, hidden }) : everyMs;
  };
}
