import { InvalidArgumentError } from "../errors/index.ts";
import { parseRegion, regionEndpoints } from "./region.ts";

/** The location of ModelArts: a region's name or an explicit URL. */
export type EndpointSetting =
  | { readonly region: string; readonly endpoint?: undefined; readonly iamEndpoint?: string | undefined }
  | { readonly region?: undefined; readonly endpoint: string; readonly iamEndpoint?: string | undefined };

/** Parsed endpoints; `iam` is `null` if `endpoint` was given without `iamEndpoint`. */
export interface Endpoints {
  readonly modelarts: URL;
  readonly iam: URL | null;
}

/**
 * Resolves the endpoints to send requests to; `iamEndpoint` overrides the region's own.
 *
 * @example
 * resolveEndpoints({ region: "cn-north-4" }).modelarts.host; // "modelarts.cn-north-4.myhuaweicloud.com"
 * @throws InvalidArgumentError naming the setting and what is allowed.
 */
export function resolveEndpoints(setting: EndpointSetting): Endpoints {
  const { region, endpoint, iamEndpoint } = setting;
  const regional = region === undefined ? null : regionEndpoints(parseRegion(region));
  const iam = iamEndpoint ?? regional?.iam;
  return {
    modelarts: parseEndpoint("endpoint", regional?.modelarts ?? endpoint ?? ""),
    iam: iam === undefined ? null : parseEndpoint("iamEndpoint", iam),
  };
}

/**
 * Parses a configured endpoint: `https`, or `http` to the loopback interface, with a host and optionally a path prefix.
 * A trailing slash is removed.
 *
 * @example
 * parseEndpoint("endpoint", "https://gateway.example/modelarts/").href; // "https://gateway.example/modelarts"
 * parseEndpoint("endpoint", "http://127.0.0.1:8788").origin; // "http://127.0.0.1:8788"
 * @throws InvalidArgumentError naming `parameter` and what is allowed.
 */
export function parseEndpoint(parameter: string, text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw new InvalidArgumentError(parameter, "must be a URL such as https://host");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    throw new InvalidArgumentError(parameter, "must be https (http only to 127.0.0.1, ::1 or localhost)");
  }
  if (url.username !== "" || url.password !== "") {
    throw new InvalidArgumentError(parameter, "must not hold a user name or password");
  }
  if (url.search !== "" || url.hash !== "") {
    throw new InvalidArgumentError(parameter, "must not hold a query or fragment");
  }
  if (!/^(?:\/[A-Za-z0-9._~-]+)*\/?$/.test(url.pathname)) {
    throw new InvalidArgumentError(parameter, "its path may hold letters, digits and . _ ~ - alone");
  }
  url.pathname = url.pathname.replace(/\/$/, "");
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
