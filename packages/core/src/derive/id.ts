import { base36, fingerprintBehind } from "../text/fingerprint.ts";
import type { DeploymentKind } from "../vocabulary/signal.ts";

/**
 * The id of a deployment. The start comes first, so that ids sort by it.
 *
 * @example deploymentId("35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e", "deploy", 1562597251764); // "0jxui23zo-…"
 */
export function deploymentId(serviceId: string, kind: DeploymentKind, startedAtMs: number): string {
  return idsOf(serviceId)(kind, startedAtMs);
}

export type DeploymentIds = (kind: DeploymentKind, startedAtMs: number) => string;

export function idsOf(serviceId: string): DeploymentIds {
  const fingerprintOf = fingerprintBehind(`${serviceId}|`);
  return (kind, startedAtMs) =>
    `${base36(Math.max(0, startedAtMs), 9)}-${fingerprintOf(`${kind}|${startedAtMs}`)}`;
}

/**
 * Decodes a deployment's start from its id, epoch ms; `null` if the text is not an id. A start before 1970 reads as
 * 0.
 *
 * @example startOfDeploymentId(deploymentId("a-service", "deploy", 1562597251764)); // 1562597251764
 */
export function startOfDeploymentId(id: string): number | null {
  const [, start] = /^([0-9a-z]{9,11})-[0-9a-z]+$/.exec(id) ?? [];
  return start === undefined ? null : Number.parseInt(start, 36);
}
