import * as z from "zod";

const ID = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;
const ID_HINT = "must be 1 to 64 letters, digits, hyphens or underscores, a letter or digit at both ends";

/** A Huawei Cloud project's id: 32 hexadecimal digits there, a plain word such as `demo` in the local stack. */
export const ProjectId = z
  .string()
  .regex(ID, { error: ID_HINT })
  .meta({
    id: "ProjectId",
    description: "The project's id.",
    examples: ["demo"],
  });

/** A service's id: a UUID upstream. */
export const ServiceId = z
  .string()
  .regex(ID, { error: ID_HINT })
  .meta({
    id: "ServiceId",
    description: "The service's id.",
    examples: ["35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e"],
  });

/** A deployment's id. Opaque; sorts by start within a service. */
export const DeploymentId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.~-]{0,127}$/, {
    error: "must be a deployment's id as an answer spelt it, or `latest`",
  })
  .meta({ id: "DeploymentId", description: "A deployment's id, unique within its service." });

/** What stands in a path for a deployment: its id, or the word `latest`. */
export const DeploymentRef = DeploymentId.describe(
  "A deployment's id, or `latest` for the one that started last.",
).meta({ id: "DeploymentRef" });

/** Path parameters of a route that names a project. */
export const ProjectPath = z.strictObject({ projectId: ProjectId });
/** See {@link ProjectPath}. */
export type ProjectPath = z.infer<typeof ProjectPath>;

/** Path parameters of a route that names a service. */
export const ServicePath = z.strictObject({ projectId: ProjectId, serviceId: ServiceId });
/** See {@link ServicePath}. */
export type ServicePath = z.infer<typeof ServicePath>;

/** Path parameters of a route that names a deployment. */
export const DeploymentPath = z.strictObject({
  projectId: ProjectId,
  serviceId: ServiceId,
  deploymentId: DeploymentRef,
});
/** See {@link DeploymentPath}. */
export type DeploymentPath = z.infer<typeof DeploymentPath>;

/** Path parameters of the wire-compatible route, named as the reference page names them. */
export const WirePath = z.strictObject({ project_id: ProjectId, service_id: ServiceId });
/** See {@link WirePath}. */
export type WirePath = z.infer<typeof WirePath>;
