import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/deploy/**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    // Commands take half a minute, and several where a machine is busy: only a hang takes longer than this.
    testTimeout: 600_000,
    hookTimeout: 300_000,
    passWithNoTests: false,
  },
});
