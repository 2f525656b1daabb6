import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/deploy/**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
