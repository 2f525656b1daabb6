import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Thousands of random cases for each mutant would take hours; a separate test covers what they find.
    exclude: ["**/*.property.test.ts", "**/node_modules/**"],
    include: JSON.parse(process.env.MUTATE_TESTS ?? "[]"),
    pool: "threads",
    testTimeout: 60_000,
    bail: 1,
  },
});
