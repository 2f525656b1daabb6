import { PROBLEMS, problemType } from "@deploy-lens/api/problems/problem-types";
import { SECURITY_HEADERS } from "../http/security-headers.ts";
import type { GatewayResult } from "./gateway-result.ts";

export function failureResult(detail: string, requestId: string): GatewayResult {
  const { status, en: title } = PROBLEMS.internal;
  return {
    statusCode: status,
    headers: {
      ...SECURITY_HEADERS,
      "cache-control": "no-store",
      "content-type": "application/problem+json",
      "x-request-id": requestId,
    },
    body: JSON.stringify({ type: problemType("internal"), title, status, detail, requestId }),
    isBase64Encoded: false,
  };
}
