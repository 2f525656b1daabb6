import type { Caller } from "./callers.ts";
import type { Target } from "./targets.ts";

/** The statuses that a caller may get for a target. */
export function expectedStatuses(caller: Caller, target: Target): readonly number[] {
  // A wrong method may be refused before or after the caller is.
  if (target.method !== "GET" && target.method !== "HEAD") return [400, 401, 403, 404, 405];
  const statuses = ofPath(caller, target);
  // A route need not know a parameter, an answer need not have that form; that is said to who may ask, and to nobody else.
  return target.isQueried && (!target.isSecured || statuses.includes(200) || statuses.includes(404))
    ? [...statuses, 400, 406]
    : statuses;
}

function ofPath(
  { isRight, name }: Caller,
  { isSecured, project, service, deployment }: Target,
): readonly number[] {
  if (!isSecured) return [200];
  const kinds = [project, service, deployment];
  const malformed = kinds.includes("malformed");
  if (!isRight) {
    const proven = name.startsWith("token that lists");
    // What cannot be an id may be refused before anybody asks who sent it.
    if (malformed) return proven ? [400, 403, 404] : [400, 401, 404];
    if (!proven) return [401];
    return project === null ? [200] : [403];
  }
  if (project === "malformed") return [400, 404];
  if (project === "foreign" || project === "absent") return malformed ? [400, 403, 404] : [403];
  if (malformed) return [400, 404];
  return kinds.includes("foreign") || kinds.includes("absent") ? [404] : [200];
}
