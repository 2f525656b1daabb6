/** A request of the normalized route: an event of API Gateway's HTTP API, payload format 2.0. */
export function eventsRequest(serviceId: string, query: string, token: string) {
  const path = `/api/v1/projects/demo/services/${serviceId}/events`;
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    headers: {
      accept: "application/json",
      authorization: `Bearer ${token}`,
      "content-length": "0",
      host: "lens.example",
      "user-agent": "bench",
      "x-forwarded-for": "192.0.2.1",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
    },
    ...(query === "" ? {} : { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    requestContext: {
      accountId: "123456789012",
      apiId: "bench",
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
