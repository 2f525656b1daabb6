import { ProblemError } from "./problem-error.ts";

/** Who calls, as far as it matters. */
export interface Principal {
  /** Tells callers apart, within this process alone: limits are kept by it. */
  readonly caller: string;
  /** The projects that they may read; `all` only where authentication is off. */
  readonly projects: ReadonlySet<string> | "all";
  /** The projects that there are here, whoever calls. */
  readonly served: ReadonlySet<string>;
}

/** @throws ProblemError `forbidden`, `project-not-found` */
export function assertMayRead({ projects, served }: Principal, projectId: string): void {
  if (projects !== "all" && !projects.has(projectId)) {
    throw new ProblemError("forbidden", {
      detail: "The token does not list this project.",
      wireCode: "ModelArts.0210",
    });
  }
  if (served.has(projectId)) return;
  throw new ProblemError("project-not-found", { detail: `Project ${projectId} is not served here.` });
}

/** The projects that a caller may read here, sorted. */
export function readableProjects({ projects, served }: Principal): readonly string[] {
  return [...served].filter((id) => projects === "all" || projects.has(id)).sort();
}
