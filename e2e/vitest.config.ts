import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["dashboard/**/*.e2e.ts"],
    globalSetup: ["dashboard/global-setup.ts"],
    pool: "threads",
    // Each uses a browser and a whole stack, as much as two machines.
    maxWorkers: 2,
    testTimeout: 90_000,
    // The pages show a moving history on a shared machine; `npm run test:e2e` names what passed only the second time.
    retry: process.env.CI === undefined ? 0 : 1,
    // Everything appears at once on an idle machine.
    expect: { poll: { timeout: 20_000, interval: 100 } },
    hookTimeout: 120_000,
    allowOnly: process.env.CI === undefined,
    passWithNoTests: false,
  },
});
