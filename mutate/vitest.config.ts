import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Thousands of random cases for each mutant would take hours; what they find is also held by a test of its own.
    exclude: ["**/*.property.test.ts", "**/node_modules/**"],
    include: JSON.parse(process.env.MUTATE_TESTS ?? "[]"),
    pool: "threads",
    testTimeout: 60_000,
    bail: 1,
  },
});
