/** The used fields of an event of API Gateway's HTTP API or of a function URL: payload format 2.0. */
export interface GatewayEvent {
  readonly method: string;
  /** Decoded by an HTTP API, raw from a function URL. Without the stage. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
}

export class NotAGatewayEventError extends Error {
  override readonly name = "NotAGatewayEventError";

  /** @param kind What the event looks like. */
  constructor(kind: string) {
    super(
      `the function answers API Gateway events of payload format 2.0, not ${kind}: check what invokes it`,
    );
  }
}

/**
 * Parses an event. Source: "Create AWS Lambda proxy integrations for HTTP APIs", payload format version 2.0.
 *
 * @throws NotAGatewayEventError because a 404 would hide a misconfigured trigger
 */
export function readGatewayEvent(event: unknown): GatewayEvent {
  const outer = fieldsOf(event);
  const context = fieldsOf(outer.requestContext);
  const http = fieldsOf(context.http);
  const { rawPath, rawQueryString } = outer;
  if (outer.version !== "2.0" || typeof rawPath !== "string" || typeof http.method !== "string") {
    throw new NotAGatewayEventError(kindOf(outer));
  }
  return {
    method: http.method.toUpperCase(),
    path: withoutStage(rawPath, context.stage),
    query: typeof rawQueryString === "string" ? rawQueryString : "",
    headers: textsOf(outer.headers),
    requestId: typeof context.requestId === "string" ? context.requestId : "",
  };
}

/** Named stages prefix the path that clients request, and `rawPath`. */
function withoutStage(path: string, stage: unknown): string {
  if (typeof stage !== "string" || stage === "" || stage === "$default") return path;
  if (path === `/${stage}`) return "/";
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path;
}

function kindOf(event: Fields): string {
  if (Array.isArray(event.Records)) return "a batch of records";
  if (typeof event["detail-type"] === "string") return "an event of EventBridge";
  if (fieldsOf(event.requestContext).elb !== undefined) return "a request of a load balancer";
  if (typeof event.httpMethod === "string") return "payload format 1.0 or a REST API";
  return Object.keys(event).length === 0 ? "an empty event" : "something unknown";
}

type Fields = Readonly<Record<string, unknown>>;

/** The value's fields, or none. Safe: every property of an object may be read as `unknown`. */
function fieldsOf(value: unknown): Fields {
  return isObject(value) ? (value as Fields) : {};
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  const fields = fieldsOf(value);
  for (const name of Object.keys(fields)) {
    const text = fields[name];
    if (typeof text === "string") texts[name] = text;
  }
  return texts;
}
