import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/deploy/**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    // Commands take half a minute, or several on a busy machine: only a hang takes longer.
    testTimeout: 600_000,
    hookTimeout: 300_000,
    passWithNoTests: false,
  },
});
