import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["dashboard/**/*.e2e.ts"],
    globalSetup: ["dashboard/global-setup.ts"],
    pool: "threads",
    // A browser and a whole stack each: two machines' worth on one.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    allowOnly: process.env.CI === undefined,
    passWithNoTests: false,
  },
});
