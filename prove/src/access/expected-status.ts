import type { Caller } from "./callers.ts";
import type { Target } from "./targets.ts";

/** The statuses that a caller may get for a target. */
export function expectedStatuses({ isRight, name }: Caller, target: Target): readonly number[] {
  const { isSecured, project, service } = target;
  if (!isSecured) return [200];
  const malformed = project === "malformed" || service === "malformed";
  if (!isRight) {
    const proven = name.startsWith("token that lists");
    // What cannot be an id may be refused before anybody asks who sent it.
    if (malformed) return proven ? [400, 403, 404] : [400, 401, 404];
    if (!proven) return [401];
    return project === null ? [200] : [403];
  }
  if (project === "malformed") return [400, 404];
  if (project === "foreign" || project === "absent") return malformed ? [400, 403, 404] : [403];
  if (service === "malformed") return [400, 404];
  return service === "foreign" || service === "absent" ? [404] : [200];
}
