import { readFileSync } from "node:fs";
import type { KnipConfig } from "knip";

/** Files, exports and dependencies that nothing uses are errors: what stopped being used goes in the same commit. */
const config: KnipConfig = {
  includeEntryExports: true,
  ignoreExportsUsedInFile: true,
  ignoreBinaries: ["apt-get", "pngquant"],
  // Named in `scripts` or in a test by `import.meta.resolve`, which nothing here can see.
  ignoreDependencies: [
    "@biomejs/biome",
    "pnpm",
    "turbo",
    "@stryker-mutator/core",
    "aws-cdk",
    "axe-core",
    "recheck",
    "@cyclonedx/cyclonedx-esbuild",
  ],
  // What a platform calls by its name.
  ignoreIssues: {
    "**/*.lambda.ts": ["exports"],
    "**/vitest.config.ts": ["exports"],
    "mutate/in-process/{fast-check,runner,vitest}.ts": ["exports"],
  },
  workspaces: {
    ".": {
      entry: [
        ...commandsIn(""),
        "mutate/{mutate,in-process/{fast-check,runner}}.ts",
        "{mutate,scripts}/**/*.test.ts",
      ],
      project: ["{mutate,scripts}/**/*.{ts,mjs}"],
    },
    "packages/*": { project: ["src/**/*.ts"] },
    "packages/store": { entry: ["src/testing/describe-table.ts"], project: ["src/**/*.ts"] },
    "packages/simulator": { entry: ["src/serve.ts"], project: ["src/**/*.ts"] },
    "packages/api": { entry: ["generate-openapi.ts"], project: ["**/*.ts"] },
    "apps/analytics": {
      entry: [
        ...commandsIn("apps/analytics"),
        "src/**/*.lambda.ts",
        // What the bundle puts in the place of the SDK's own (constants.ts).
        "src/lambda/function-credentials.ts",
        "src/testing/{measure-*,*-process}.ts",
      ],
      project: ["src/**/*.ts"],
    },
    "apps/bff": {
      entry: ["build.ts", "src/**/*.lambda.ts", "src/testing/run-lambda.ts"],
      project: ["**/*.ts"],
    },
    "apps/cli": { project: ["src/**/*.ts"] },
    "apps/dashboard": { project: ["src/**/*.{ts,tsx}"] },
    "apps/local": {
      entry: [...commandsIn("apps/local"), "src/testing/*-process.ts"],
      project: ["src/**/*.ts"],
    },
    infra: {
      // CDK starts main.ts (cdk.json); CloudFront runs page-paths.js, which the construct reads as text.
      entry: [
        ...commandsIn("infra"),
        "build.ts",
        "src/main.ts",
        "src/**/*.lambda.ts",
        "src/web/page-paths.js",
      ],
      project: ["**/*.{ts,js}"],
    },
    bench: {
      entry: [...commandsIn("bench"), "src/peers/**/*.ts", "src/**/*-process.ts"],
      project: ["src/**/*.ts"],
    },
    prove: {
      entry: [...commandsIn("prove"), "src/**/*-process.ts", "src/supply/bundle-once.ts"],
      project: ["src/**/*.ts"],
    },
    e2e: {
      entry: [
        ...commandsIn("e2e"),
        "deploy/measure-{answers,pipeline}.ts",
        "**/vitest.config.ts",
        "**/*.{test,e2e}.ts",
      ],
      project: ["**/*.ts"],
    },
  },
};

/** The files of a workspace that the root's commands run. */
function commandsIn(folder: string): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
  const files = Object.values<string>(scripts).flatMap((script) =>
    [...script.matchAll(/scripts\/run\.mjs (\S+)/g)].map(([, file = ""]) => file),
  );
  const own =
    folder === "" ? ["scripts/run.mjs", ...files] : files.filter((file) => file.startsWith(`${folder}/`));
  return folder === ""
    ? own.filter((file) => file.startsWith("scripts/"))
    : own.map((file) => file.slice(folder.length + 1));
}

export default config;
