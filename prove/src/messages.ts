import type { Figure } from "./proof.ts";

/** What the process of one proof tells the one that started it. */
export type Message =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "figures"; readonly figures: readonly Figure[] }
  | { readonly kind: "broken"; readonly reason: string };
