/** A route's answer before it is serialized. */
export interface SimulatedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Serialised as JSON. */
  readonly body: unknown;
}

/** An answer with status 200. */
export function okAnswer(body: unknown): SimulatedAnswer {
  return { status: 200, headers: {}, body };
}

/**
 * An error of ModelArts itself: `{"error_code", "error_msg"}`.
 *
 * Source: "Response" in "Calling APIs" and the appendix "Error codes" of the API reference.
 */
export function modelArtsError(status: number, code: string, message: string): SimulatedAnswer {
  return { status, headers: {}, body: { error_code: `ModelArts.${code}`, error_msg: message } };
}

/** 400: the reference's text for values that do not fit, naming the parameters. */
export function invalidParametersAnswer(names: readonly string[]): SimulatedAnswer {
  return modelArtsError(
    400,
    "0107",
    `The values of the request parameters (${names.join(",")}) are invalid.`,
  );
}

/** 404: no such service in this project. */
export function serviceNotFound(serviceId: string): SimulatedAnswer {
  return modelArtsError(404, "3502", `Service ${serviceId} does not exist.`);
}

/**
 * An error of the API gateway in front of ModelArts: the same two fields and `request_id`.
 *
 * Source: the gateway's default error answers and its table of error codes.
 */
export function gatewayError(
  status: number,
  code: string,
  message: string,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): SimulatedAnswer {
  return {
    status,
    headers,
    body: { error_code: `APIG.${code}`, error_msg: message, request_id: requestId },
  };
}

/** 404: the gateway knows no such method and path. */
export function noSuchApi(requestId: string): SimulatedAnswer {
  const message = "The API does not exist or has not been published in the environment.";
  return gatewayError(404, "0101", message, requestId);
}

/** 401: credentials that the gateway cannot accept; `detail` is what it appends. */
export function badCredentials(requestId: string, detail: string): SimulatedAnswer {
  return gatewayError(401, "0301", `Incorrect IAM authentication information: ${detail}`, requestId);
}

/** 401: the token was good once. */
export function tokenExpired(requestId: string): SimulatedAnswer {
  return gatewayError(401, "0307", "The token must be updated.", requestId);
}

/** 429: more requests than the gateway lets through. */
export function throttled(
  requestId: string,
  limit: number,
  windowSeconds: number,
  headers: Readonly<Record<string, string>> = {},
): SimulatedAnswer {
  const policy = `policy user over ratelimit,limit:${limit},time:${windowSeconds} second`;
  const message = `The throttling threshold has been reached: ${policy}`;
  return gatewayError(429, "0308", message, requestId, headers);
}

/** An error of IAM, in the shape of Keystone: `{"error": {"code", "message", "title"}}`. */
export function iamError(status: number, title: string, message: string): SimulatedAnswer {
  return { status, headers: {}, body: { error: { code: status, message, title } } };
}
