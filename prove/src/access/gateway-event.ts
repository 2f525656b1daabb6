/** A request as API Gateway's HTTP API hands it to a function: the path decoded once. */
export function gatewayEvent(request: {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: string | null;
  /** A function URL hands paths over as they came. */
  readonly isDecoded?: boolean;
}): unknown {
  const { path, headers = {}, method = "GET", body = null, isDecoded = true } = request;
  const [rawPath = "", rawQueryString = ""] = path.split(/\?(.*)/s, 2);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: isDecoded ? decodedOnce(rawPath) : rawPath,
    rawQueryString,
    headers,
    requestContext: {
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "prove" },
      requestId: "JKJaXmPLvHcESHA=",
      stage: "$default",
    },
    ...(body === null ? {} : { body }),
    isBase64Encoded: false,
  };
}

/** What is left of a function's time. */
export const REMAINING = { getRemainingTimeInMillis: () => 30_000 };

function decodedOnce(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
