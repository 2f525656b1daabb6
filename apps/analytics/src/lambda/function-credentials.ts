interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Replaces the SDK's default credential provider chain in the functions' bundles (`build.ts`). Lambda passes the role's
 * credentials in these variables; the chain's other dozen sources (profiles, single sign-on, processes, instance metadata)
 * are a quarter of the SDK's bytes and never used.
 *
 * @public the bundle's plugin names it
 */
export function defaultProvider(): () => Promise<FunctionCredentials> {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (!accessKeyId || !secretAccessKey) {
      throw new Error(
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set: this bundle runs in AWS Lambda alone",
      );
    }
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  };
}
