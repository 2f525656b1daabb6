import * as z from "zod";

const ID = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;
const ID_HINT = "must be 1 to 64 letters, digits, hyphens or underscores, a letter or digit at both ends";

/** A Huawei Cloud project id: 32 hexadecimal digits; in the local stack a word such as `demo`. */
export const ProjectId = z
  .string()
  .regex(ID, { error: ID_HINT })
  .meta({
    id: "ProjectId",
    description: "The project's id.",
    examples: ["demo"],
  });

/** A service id: a UUID upstream. */
export const ServiceId = z
  .string()
  .regex(ID, { error: ID_HINT })
  .meta({
    id: "ServiceId",
    description: "The service's id.",
    examples: ["35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e"],
  });

const deploymentId = () =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.~-]{0,127}$/, {
    error: "must be a deployment's id as an answer spelt it, or `latest`",
  });

/** A deployment id. Opaque; sorts by start within a service. */
export const DeploymentId = deploymentId().meta({
  id: "DeploymentId",
  description: "A deployment's id, unique within its service.",
});

/** A deployment in a path: its id, or `latest`. */
export const DeploymentRef = deploymentId().meta({
  id: "DeploymentRef",
  description: "A deployment's id, or `latest` for the most recent one.",
});

/** Path parameters of project routes. */
export const ProjectPath = z.strictObject({ projectId: ProjectId });
export type ProjectPath = z.infer<typeof ProjectPath>;

/** Path parameters of service routes. */
export const ServicePath = z.strictObject({ projectId: ProjectId, serviceId: ServiceId });
export type ServicePath = z.infer<typeof ServicePath>;

/** Path parameters of deployment routes. */
export const DeploymentPath = z.strictObject({
  projectId: ProjectId,
  serviceId: ServiceId,
  deploymentId: DeploymentRef,
});
export type DeploymentPath = z.infer<typeof DeploymentPath>;

/** The id of a finding. */
const FindingId = z
  .string()
  .regex(ID, { error: ID_HINT })
  .meta({ id: "FindingId", description: "A finding's id." });

/** Path parameters of findings. */
export const FindingPath = z.strictObject({
  projectId: ProjectId,
  serviceId: ServiceId,
  findingId: FindingId,
});
export type FindingPath = z.infer<typeof FindingPath>;

/** Path parameters of the wire-compatible route, with the reference page's names. */
export const WirePath = z.strictObject({ project_id: ProjectId, service_id: ServiceId });
export type WirePath = z.infer<typeof WirePath>;
