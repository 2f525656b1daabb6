/** What the SDK signs with. */
interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Stands in for the SDK's default chain of credential providers in the functions' bundles (`build.ts`). Lambda gives a function
 * the credentials of its role in these variables, for as long as its environment lives; the chain's other dozen sources (profiles,
 * single sign-on, processes, instance metadata) are a quarter of the SDK's bytes, and never asked.
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
