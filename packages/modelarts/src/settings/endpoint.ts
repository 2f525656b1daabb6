import { InvalidArgumentError } from "../errors/index.ts";

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

/** The regions that have ModelArts. Source: `services/modelarts/v1/region/region.go` of Huawei Cloud's Go SDK. */
export const REGIONS = [
  "af-north-1",
  "af-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "cn-east-3",
  "cn-east-4",
  "cn-north-1",
  "cn-north-2",
  "cn-north-4",
  "cn-north-9",
  "cn-north-11",
  "cn-north-12",
  "cn-south-1",
  "cn-southwest-2",
  "cn-southwest-3",
  "la-north-2",
  "la-south-2",
  "me-east-1",
  "sa-brazil-1",
  "tr-west-1",
] as const;

type Region = (typeof REGIONS)[number];

export function isRegion(text: string): text is Region {
  return REGIONS.some((region) => region === text);
}

/** Parses a region's name. @throws InvalidArgumentError listing the known regions. */
function parseRegion(text: string): Region {
  if (isRegion(text)) return text;
  throw new InvalidArgumentError("region", `must be one of ${REGIONS.join(", ")}`);
}

/**
 * Endpoints of ModelArts and IAM in a region.
 *
 * @example
 * regionEndpoints("cn-north-4").modelarts; // "https://modelarts.cn-north-4.myhuaweicloud.com"
 * regionEndpoints("ap-southeast-1").modelarts; // "https://modelarts.ap-southeast-1.myhuaweicloud.cn", the one in .cn
 */
function regionEndpoints(region: Region): { readonly modelarts: string; readonly iam: string } {
  const domain = region === "ap-southeast-1" ? "myhuaweicloud.cn" : "myhuaweicloud.com";
  return {
    modelarts: `https://modelarts.${region}.${domain}`,
    iam: `https://iam.${region}.myhuaweicloud.com`,
  };
}
