/** The validation of each field; handwritten, because a schema library would only be loaded for these few. */
const FIELDS = {
  /** The OpenID Connect issuer. Without one there is no sign-in, and the API takes no token. */
  issuer: isWebAddress,
  clientId: isFilled,
  scope: isFilled,
  /** The API that tokens are for, for issuers that use `audience` (Auth0) or `resource` (RFC 8707). */
  audience: isFilled,
  resource: isFilled,
  /** The region of Huawei Cloud, for links to its console. */
  region: (text: string) => /^[a-z]{2}(?:-[a-z0-9]+)+$/.test(text),
  /** Base URL of the API, if it is not the page's own origin. */
  apiBase: (text: string) => text === "" || isWebAddress(text),
};

export type PageConfiguration = { readonly [Name in keyof typeof FIELDS]?: string };

function isFilled(text: string): boolean {
  return text !== "";
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** Loads `/config.json`. Without one there is no sign-in, and the API is at the page's own origin. */
export async function loadConfiguration(signal: AbortSignal, get: typeof fetch): Promise<PageConfiguration> {
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
export function parseConfiguration(text: string): PageConfiguration {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError("/config.json is not JSON", { cause });
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new ConfigurationError("/config.json is not an object");
  }
  const configuration: Record<string, string> = {};
  for (const [name, isValid] of Object.entries(FIELDS)) {
    const value: unknown = Object.hasOwn(json, name) ? Reflect.get(json, name) : undefined;
    if (value === undefined) continue;
    if (typeof value !== "string" || !isValid(value)) {
      throw new ConfigurationError(`/config.json: ${name} is not valid`);
    }
    configuration[name] = value;
  }
  if (configuration.issuer !== undefined && configuration.clientId === undefined) {
    throw new ConfigurationError("/config.json: issuer needs clientId");
  }
  return configuration;
}
