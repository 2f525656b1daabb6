import type { Figure } from "./proof.ts";

/** Messages from the process of a proof to its parent. */
export type Message =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "figures"; readonly figures: readonly Figure[] }
  | { readonly kind: "broken"; readonly reason: string };
