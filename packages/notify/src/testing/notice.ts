import { type DeploymentNotice, noticeOf } from "../notice.ts";

/** A failed deployment, unless changed. */
export function someNotice(
  deployment: Partial<DeploymentNotice["deployment"]> = {},
  before: DeploymentNotice["deployment"]["outcome"] | null = null,
): DeploymentNotice {
  return noticeOf({
    project: "demo",
    service: { id: "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e", name: "invoice-ocr" },
    before,
    usualMs: 80_000,
    url: "https://lens.example/projects/demo/services/s/deployments/d",
    deployment: {
      id: "d0jxui23zo",
      kind: "update",
      outcome: "failure",
      startedAt: "2026-11-29T01:00:00.000Z",
      endedAt: "2026-11-29T01:05:00.000Z",
      totalMs: 300_000,
      models: [{ name: "ocr", version: "1.2" }],
      failure: { cause: "image_pull", message: "failed to pull image <b>*x*</b> & [y](z)" },
      failedPhase: "pull_image",
      ...deployment,
    },
  });
}
