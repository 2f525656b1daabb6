import { expect, inject, test } from "vitest";
import { type Figure, PUBLISHED, type Run } from "./figure.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** `npm run prove` asks for a size and a seed. */
    readonly claim: Run | null;
  }
}

/** A test of a claim in docs/reliability.md: all of its figures must hold, and `npm run prove` writes them there. */
export function claim(title: string, measure: (run: Run) => Promise<readonly Figure[]>): void {
  test(title, { timeout: 60 * 60_000 }, async ({ task }) => {
    const figures = await measure(inject("claim") ?? { ...PUBLISHED, size: "quick" });
    Object.assign(task.meta, { figures });
    for (const { what, held, measured, target, examples = [] } of figures)
      expect(held, `${what}: ${measured} (${target}) ${examples[0] ?? ""}`).not.toBe(false);
  });
}
