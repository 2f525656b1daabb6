import { respond } from "../http/respond.ts";
import type { Handler, RouteDeps } from "../http/route.ts";

export function healthRoute({ version }: RouteDeps): Handler {
  const body = JSON.stringify({ status: "ok", version });
  return (c) => respond(c, body, 200, { "content-type": "application/json", "cache-control": "no-store" });
}
