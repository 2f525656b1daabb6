import fc from "fast-check";
import { gatewayEvent } from "../access/gateway-event.ts";
import { type HostileRequest, hostileRequest } from "./hostile-request.ts";
import { hostileText } from "./hostile-text.ts";

/** Something that invokes the function: a request as the gateway hands it over, and what may be wrong with it. */
export interface HostileInvocation {
  readonly request: HostileRequest;
  readonly event: unknown;
}

const OTHERS = [
  {},
  null,
  [],
  "text",
  0,
  { Records: [] },
  { version: "1.0", httpMethod: "GET", path: "/healthz" },
  { version: "2.0" },
  { "detail-type": "Scheduled Event" },
];

/** Events of the gateway with some field changed, missing or of another type, and events of others. */
export function hostileInvocation(): fc.Arbitrary<HostileInvocation> {
  const change = fc.tuple(
    fc.constantFrom(
      "version",
      "rawPath",
      "rawQueryString",
      "headers",
      "requestContext",
      "requestContext.http",
      "requestContext.http.method",
      "requestContext.stage",
      "requestContext.requestId",
      "requestContext.authorizer",
      "headers.accept",
      "headers.bad header",
      "headers.x-nul",
    ),
    fc.oneof(hostileText(), fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined)),
  );
  return fc
    .tuple(hostileRequest(), fc.boolean(), fc.array(change, { maxLength: 2 }), fc.nat(40))
    .map(([request, isDecoded, changes, other]) => {
      if (other < OTHERS.length) return { request, event: OTHERS[other] };
      const event = gatewayEvent({
        path: request.target,
        headers: request.headers,
        method: request.method,
        isDecoded,
      });
      return {
        request,
        event: changes.reduce((changed, [path, value]) => withField(changed, path, value), event),
      };
    });
}

function withField(target: unknown, path: string, value: unknown): unknown {
  const [name = "", ...rest] = path.split(".");
  if (typeof target !== "object" || target === null) return target;
  const inner = rest.length === 0 ? value : withField(Reflect.get(target, name), rest.join("."), value);
  return { ...target, [name]: inner };
}
