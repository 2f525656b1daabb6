/** The function that publishes the dashboard: its entry, where the build puts it, how Lambda names its handler. */
export const PUBLISH_BUNDLE = {
  entry: "src/web/publish.lambda.ts",
  folder: "dist/publish",
  handler: "publish.lambda.handler",
} as const;

/** The folder within that one with the dashboard's files. */
export const SITE_FOLDER = "site";
