import { ROUTES } from "@deploy-lens/api/routes";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";

/** What is asked for: some route, with ids of some kind. */
export interface Target {
  readonly path: string;
  readonly name: string;
  readonly isSecured: boolean;
  readonly project: IdKind | null;
  readonly service: IdKind | null;
}

/** `own`: the caller's. `foreign`: it exists, elsewhere. `absent`: nobody has it. `malformed`: it cannot be one. */
export type IdKind = "own" | "foreign" | "absent" | "malformed";

/** A service of the other project; its events and its name must never be seen. */
export const FOREIGN_SERVICE_ID = "0b1c7c3e-5a4f-4d8e-9a55-5f6c1c2d3e4f";

const PROJECTS: Readonly<Record<IdKind, readonly string[]>> = {
  own: ["demo"],
  foreign: ["other"],
  absent: ["nobodys"],
  malformed: [
    "..",
    "demo%2fother",
    "demo%00",
    "DEMO%20",
    "demo;other",
    "*",
    "-",
    "a".repeat(65),
    "demo,other",
  ],
};

const SERVICES: Readonly<Record<IdKind, readonly string[]>> = {
  own: [SAMPLE_SERVICE_ID],
  foreign: [FOREIGN_SERVICE_ID],
  absent: ["00000000-0000-0000-0000-000000000000"],
  malformed: [
    "%2e%2e",
    `${SAMPLE_SERVICE_ID}%2f..%2f${FOREIGN_SERVICE_ID}`,
    "a%0d%0ab",
    "a".repeat(65),
    "@",
    "_",
  ],
};

/** Every route with every kind of project and service, in several spellings where there are several. */
export function everyTarget(): readonly Target[] {
  return ROUTES.flatMap((route) => {
    const { id, path, secured } = route;
    const projects = /\{project_?[iI]d\}/.test(path) ? Object.entries(PROJECTS) : [];
    const services = /\{service_?[iI]d\}/.test(path) ? Object.entries(SERVICES) : [];
    return kindsOr(projects).flatMap(({ kind: project, value: projectId }) =>
      kindsOr(services).map(({ kind: service, value: serviceId }) => ({
        name: `${id} of ${project ?? "no"} project (${projectId}), ${service ?? "no"} service (${serviceId})`,
        isSecured: secured,
        project,
        service,
        path: path
          .replace(/\{project_?[iI]d\}/, projectId)
          .replace(/\{service_?[iI]d\}/, serviceId)
          .replace("{deploymentId}", "latest"),
      })),
    );
  });
}

interface Spelling {
  readonly kind: IdKind | null;
  readonly value: string;
}

function kindsOr(byKind: readonly (readonly [string, readonly string[]])[]): readonly Spelling[] {
  if (byKind.length === 0) return [{ kind: null, value: "" }];
  return byKind.flatMap(([kind, values]) => values.map((value) => ({ kind: asKind(kind), value })));
}

/** Guarantee: the keys of {@link PROJECTS} and {@link SERVICES} are kinds. */
function asKind(kind: string): IdKind {
  return kind as IdKind;
}
