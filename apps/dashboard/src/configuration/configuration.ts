import * as z from "zod/mini";

const Configuration = z
  .object({
    /** The OpenID Connect issuer. Without one there is no sign-in, and the API takes no token. */
    issuer: z.optional(z.url({ protocol: /^https?$/ })),
    clientId: z.optional(z.string().check(z.minLength(1))),
    scope: z.optional(z.string().check(z.minLength(1))),
    /** The API that tokens are for, for issuers that use `audience` (Auth0) or `resource` (RFC 8707). */
    audience: z.optional(z.string().check(z.minLength(1))),
    resource: z.optional(z.string().check(z.minLength(1))),
    /** Base URL of the API, if it is not the page's own origin. */
    apiBase: z.optional(z.union([z.literal(""), z.url({ protocol: /^https?$/ })])),
  })
  .check(
    z.refine(({ issuer, clientId }) => issuer === undefined || clientId !== undefined, "needs clientId"),
  );

export type Configuration = z.output<typeof Configuration>;

export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** Loads `/config.json`. Without one there is no sign-in, and the API is at the page's own origin. */
export async function loadConfiguration(
  signal: AbortSignal,
  get: typeof fetch = fetch,
): Promise<Configuration> {
  const response = await get("/config.json", { signal });
  if (response.status === 404) return {};
  if (!response.ok) throw new ConfigurationError(`/config.json: HTTP ${response.status}`);
  return parseConfiguration(await response.text());
}

/**
 * Parses the text of `/config.json`.
 *
 * @throws ConfigurationError saying what is wrong
 * @example
 * parseConfiguration('{"issuer":"https://id.example.com","clientId":"web"}').clientId; // "web"
 */
export function parseConfiguration(text: string): Configuration {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError("/config.json is not JSON", { cause });
  }
  const parsed = Configuration.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigurationError(
    `/config.json: ${issue?.path.join(".") || "it"} ${issue?.message ?? "is wrong"}`,
  );
}
