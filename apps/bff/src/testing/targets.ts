import { API_ROUTES } from "@deploy-lens/api/openapi/routes";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";

/** A request: a route with ids of some kind. */
export interface Target {
  readonly method: string;
  readonly path: string;
  readonly body: string | null;
  readonly name: string;
  readonly isSecured: boolean;
  readonly project: IdKind | null;
  readonly service: IdKind | null;
  /** `null` if the route has none. */
  readonly deployment: IdKind | null;
  /** True with a query that the route may refuse. */
  readonly isQueried: boolean;
}

/** The id of a deployment of each project. */
export interface DeploymentIds {
  readonly own: string;
  readonly foreign: string;
}

/** `own`: of the caller's project. `foreign`: of another. `absent`: of none. `malformed`: not an id. */
export type IdKind = "own" | "foreign" | "absent" | "malformed";

/** A service of the other project. */
export const FOREIGN_SERVICE_ID = "0b1c7c3e-5a4f-4d8e-9a55-5f6c1c2d3e4f";

const PROJECTS: Readonly<Record<IdKind, readonly string[]>> = {
  own: ["demo"],
  foreign: ["other"],
  absent: ["nobodys"],
  malformed: [
    ...["..", "demo%2fother", "demo%00", "DEMO%20", "demo;other", "*", "-", "a".repeat(65)],
    "demo,other",
  ],
};

const SERVICES: Readonly<Record<IdKind, readonly string[]>> = {
  own: [SAMPLE_SERVICE_ID],
  foreign: [FOREIGN_SERVICE_ID],
  absent: ["00000000-0000-0000-0000-000000000000"],
  malformed: [
    ...["%2e%2e", `${SAMPLE_SERVICE_ID}%2f..%2f${FOREIGN_SERVICE_ID}`, "a%0d%0ab", "a".repeat(65), "@"],
    "_",
  ],
};

/** The sample's history is too short for a finding. */
const FINDINGS: Readonly<Record<IdKind, readonly string[]>> = {
  own: [],
  foreign: [],
  absent: ["f1absent"],
  malformed: ["%2e%2e%2fevents", "*"],
};

/** Attempts to name another project beside the path, or to get more of an answer. */
const QUERIES = [
  ...["limit=1", "format=csv", "groupBy=service,day,phase,model&outcome=any&include=histogram"],
  ...["projectId=other&project_id=other&project=other"],
  ...[`serviceId=${FOREIGN_SERVICE_ID}&service=${FOREIGN_SERVICE_ID}`],
  "access_token=garbage&authorization=garbage",
] as const;

const OTHER_METHODS = ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"] as const;

/**
 * Every route × every kind of project, service and deployment in several spellings, by `GET` and `HEAD`; routes with ids that
 * exist also with every query, and by every other method, with a body that names the other project.
 */
export function everyTarget(deployments: DeploymentIds): readonly Target[] {
  return API_ROUTES.flatMap(({ id, path, secured }) => {
    const ids = [
      spellingsOf(path, /\{project_?[iI]d\}/, PROJECTS),
      spellingsOf(path, /\{service_?[iI]d\}/, SERVICES),
      path.includes("{findingId}")
        ? spellingsOf(path, /\{findingId\}/, FINDINGS)
        : spellingsOf(path, /\{deploymentId\}/, {
            own: ["latest", deployments.own],
            foreign: [deployments.foreign],
            absent: ["0jxui23zo-zzzzzzzzzzz"],
            malformed: ["%2e%2e%2fevents", "*"],
          }),
    ] as const;
    return ids[0].flatMap((project) =>
      ids[1].flatMap((service) =>
        ids[2].flatMap((deployment) => {
          const names = [project, service, deployment].map(({ kind, value }) => `${kind ?? "no"} ${value}`);
          const target: Target = {
            method: "GET",
            path: path
              .replace(/\{project_?[iI]d\}/, project.value)
              .replace(/\{service_?[iI]d\}/, service.value)
              .replace(/\{(deploymentId|findingId)\}/, deployment.value),
            body: null,
            name: `${id} (${names.join(", ")})`,
            isSecured: secured,
            project: project.kind,
            service: service.kind,
            deployment: deployment.kind,
            isQueried: false,
          };
          const exist = [project, service, deployment].every(
            ({ kind }) => kind !== "malformed" && kind !== "absent",
          );
          return [target, { ...target, method: "HEAD" }, ...(exist ? variantsOf(target) : [])];
        }),
      ),
    );
  });
}

function variantsOf(target: Target): Target[] {
  const body = JSON.stringify({ projectId: "other", serviceId: FOREIGN_SERVICE_ID });
  return [
    ...["GET", "HEAD"].flatMap((method) =>
      QUERIES.map((query) => ({ ...target, method, path: `${target.path}?${query}`, isQueried: true })),
    ),
    ...OTHER_METHODS.map((method) => ({ ...target, method, body })),
  ];
}

interface Spelling {
  readonly kind: IdKind | null;
  readonly value: string;
}

function spellingsOf(
  path: string,
  place: RegExp,
  byKind: Readonly<Record<IdKind, readonly string[]>>,
): readonly Spelling[] {
  if (!place.test(path)) return [{ kind: null, value: "" }];
  return Object.entries(byKind).flatMap(([kind, values]) =>
    values.map((value) => ({ kind: asKind(kind), value })),
  );
}

/** Guarantee: the keys of {@link PROJECTS} and {@link SERVICES} are kinds. */
function asKind(kind: string): IdKind {
  return kind as IdKind;
}
