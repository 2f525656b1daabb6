/** The function that publishes the dashboard: entry, build output and handler. */
export const PUBLISH_BUNDLE = {
  entry: "src/web/publish.lambda.ts",
  folder: "dist/publish",
  handler: "publish.lambda.handler",
} as const;

/** Its subfolder with the dashboard's files. */
export const SITE_FOLDER = "site";
