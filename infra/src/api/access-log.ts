/** A line of the gateway's access log: the request and its result, without token, query or body. */
export const ACCESS_LOG = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  address: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  method: "$context.httpMethod",
  path: "$context.path",
  status: "$context.status",
  bytes: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  appLatencyMs: "$context.integrationLatency",
  appError: "$context.integrationErrorMessage",
  gatewayError: "$context.error.message",
} as const;
