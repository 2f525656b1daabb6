import { ProblemError } from "./problem-error.ts";

/** Who calls, as far as it matters: the projects that they may read; `all` only where authentication is off. */
export interface Principal {
  readonly projects: ReadonlySet<string> | "all";
}

/** @throws ProblemError `forbidden` */
export function assertMayRead({ projects }: Principal, projectId: string): void {
  if (projects === "all" || projects.has(projectId)) return;
  throw new ProblemError("forbidden", {
    detail: "The token does not list this project.",
    wireCode: "ModelArts.0210",
  });
}
