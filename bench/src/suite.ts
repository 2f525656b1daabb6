import type { Figure } from "./figure.ts";

/** One subject of measurement. */
export interface Suite {
  /** What `--only` names it by. */
  readonly name: string;
  readonly title: string;
  /** What is measured and how, in a sentence or two for the document. */
  readonly how: string;
  /** Options of the Node.js process that it runs in. */
  readonly nodeOptions?: readonly string[];
  /** Measures; takes a minute at most. */
  readonly load: () => Promise<{ readonly run: () => Promise<readonly Figure[]> }>;
}
