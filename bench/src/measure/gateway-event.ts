/** An event of API Gateway's HTTP API, payload format 2.0, as a JWT authorizer lets it through. */
function gatewayEvent(
  path: string,
  {
    query = "",
    headers = {},
  }: { readonly query?: string; readonly headers?: Readonly<Record<string, string>> } = {},
) {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    headers: {
      accept: "application/json",
      "accept-encoding": "gzip, br",
      "content-length": "0",
      host: "lens.example",
      "user-agent": "bench",
      "x-forwarded-for": "192.0.2.1",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
      ...headers,
    },
    ...(query === "" ? {} : { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    requestContext: {
      accountId: "123456789012",
      apiId: "bench",
      authorizer: {
        jwt: {
          claims: { iss: "https://issuer.example", aud: "lens", sub: "bench", projects: "[demo]" },
          scopes: null,
        },
      },
      domainName: "lens.example",
      domainPrefix: "lens",
      http: { method: "GET", path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "bench" },
      requestId: "JKJaXmPLvHcESHA=",
      routeKey: "$default",
      stage: "$default",
      time: "23/Nov/2026:00:00:00 +0000",
      timeEpoch: 1_795_392_000_000,
    },
    isBase64Encoded: false,
  };
}

/** A request of the normalized route for a service of the project that the claims list. */
export function eventsRequest(
  serviceId: string,
  fromMs: number,
  headers: Readonly<Record<string, string>> = {},
) {
  const path = `/api/v1/projects/demo/services/${serviceId}/events`;
  return gatewayEvent(path, { query: `from=${fromMs}&order=asc&limit=1000`, headers });
}
