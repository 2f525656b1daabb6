import type { Figure } from "./figure.ts";
import type { Sources } from "./frame/sources.ts";

export interface Suite {
  /** What `--only` names it by. */
  readonly name: string;
  readonly title: string;
  /** What is measured and how, in a sentence or two for the document. */
  readonly how: string;
  /** What it measures: a table that is older than these says so. */
  readonly sources: Sources;
  /** Options of the Node.js process that it runs in. */
  readonly nodeOptions?: readonly string[];
  /** Measures; takes a minute at most. */
  readonly load: () => Promise<{ readonly run: () => Promise<readonly Figure[]> }>;
}
