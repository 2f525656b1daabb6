import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["dashboard/**/*.e2e.ts"],
    globalSetup: ["dashboard/global-setup.ts"],
    pool: "threads",
    // A browser and a whole stack each: two machines' worth on one.
    maxWorkers: 2,
    testTimeout: 90_000,
    // What is waited for comes at once on a machine that has nothing else to do.
    expect: { poll: { timeout: 20_000, interval: 100 } },
    hookTimeout: 120_000,
    allowOnly: process.env.CI === undefined,
    passWithNoTests: false,
  },
});
