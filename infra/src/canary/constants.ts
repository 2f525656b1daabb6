/** The canary: its entry, where the build puts it, how Lambda names its handler. */
export const CANARY_BUNDLE = {
  entry: "src/canary/canary.lambda.ts",
  folder: "dist/canary",
  handler: "canary.lambda.handler",
} as const;

/** The canary's environment variables: what it asks, and what must come. */
export const CANARY_ENV = {
  dashboardUrl: "DASHBOARD_URL",
  apiUrl: "API_URL",
  issuer: "ISSUER",
  projectId: "PROJECT_ID",
} as const;
