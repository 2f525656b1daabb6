import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/**/src/**/*.test.ts",
      "apps/**/src/**/*.test.{ts,tsx}",
      "bench/src/**/*.test.ts",
      "infra/**/*.test.ts",
      "prove/src/**/*.test.ts",
      "scripts/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**", "**/cdk.out/**"],
    pool: "threads",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: process.env.CI === undefined,
    passWithNoTests: false,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
