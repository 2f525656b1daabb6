import { ProblemError } from "./problem-error.ts";

export interface Principal {
  /** Distinguishes callers within this process, for rate limits. */
  readonly caller: string;
  /** The projects the caller may read; `all` only when authentication is off. */
  readonly projects: ReadonlySet<string> | "all";
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

/** The projects that the caller may read here, sorted. */
export function readableProjects({ projects, served }: Principal): readonly string[] {
  return [...served].filter((id) => projects === "all" || projects.has(id)).sort();
}
