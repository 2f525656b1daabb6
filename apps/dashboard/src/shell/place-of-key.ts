/**
 * The address that a key leads to after `g`; `null` where there is no such place.
 *
 * @example
 * placeOfKey("d", "/projects/demo/services/s1"); // "/projects/demo/deployments"
 */
export function placeOfKey(key: string, pathname: string): string | null {
  const [project] = /^\/projects\/[^/]+/.exec(pathname) ?? [];
  const [service] = /^\/projects\/[^/]+\/services\/[^/]+/.exec(pathname) ?? [];
  if (key === "h") return "/";
  if (key === "p") return project ?? null;
  if (key === "s") return service ?? null;
  return key === "d" && project !== undefined ? `${project}/deployments` : null;
}
