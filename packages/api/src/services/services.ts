import * as z from "zod";
import { DeploymentSummary } from "../deployments/deployment-summary.ts";
import { ServiceId } from "../fields/ids.ts";
import { Page, SetAside } from "../fields/paging.ts";
import { AsOf, Instant } from "../fields/time.ts";

/** Events of a service that could not be read yet. */
export const Unread = z
  .object({
    since: Instant.describe("The time of the first failure to read them."),
    from: Instant.nullable().describe("Unread events may start here; `null`: from the beginning."),
    cause: z
      .enum(["upstream", "service"])
      .describe(
        "`upstream`: the platform as a whole failed; `service`: its answers about this service are unusable.",
      ),
  })
  .meta({
    id: "Unread",
    description:
      "Events that could not be read yet. They are retried until they can be; until then figures may lack deployments.",
  });

export type Unread = z.infer<typeof Unread>;

const serviceFields = {
  id: ServiceId,
  name: z.string(),
  status: z.string().describe("The platform's status: `running`, `deploying`, `failed`, `stopped`, …"),
  lastTransitionAt: Instant.nullable().describe(
    "The time at which it entered that status; `null` if the platform does not report it.",
  ),
  progressPercent: z
    .number()
    .min(0)
    .max(100)
    .nullable()
    .describe(
      "Progress of a deployment as reported by the platform; `null` unless the service is deploying.",
    ),
  latestDeployment: DeploymentSummary.nullable().describe(
    "The most recent deployment; `null` if none is known.",
  ),
  unread: Unread.nullable().describe("Events that could not be read yet; `null` if there are none."),
};

/** One service of a project. */
export const Service = z
  .object(serviceFields)
  .meta({ id: "Service", description: "A service, its state, and its latest deployment." });

export type Service = z.infer<typeof Service>;

/** Answer of `GET …/services`. */
export const ServiceList = z
  .object({ services: z.array(Service), page: Page, setAside: SetAside, asOf: AsOf })
  .meta({ id: "ServiceList", description: "A page of a project's services." });

export type ServiceList = z.infer<typeof ServiceList>;

/** Answer of `GET …/services/{serviceId}`. */
export const ServiceDetail = z
  .object({ ...serviceFields, asOf: AsOf })
  .meta({ id: "ServiceDetail", description: "One service, its state, and its latest deployment." });

export type ServiceDetail = z.infer<typeof ServiceDetail>;
