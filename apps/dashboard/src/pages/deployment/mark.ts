import type { PhaseRun } from "@deploy-lens/api/deployments/deployment";
import type { Event } from "@deploy-lens/api/events/events";
import type { ModelVersion } from "@deploy-lens/api/fields/model";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import { visibleText } from "../../design/visible-text.ts";

/** What is marked at once in the waterfall and in the log: a phase, of one model or of all. */
export interface Mark {
  readonly phase: Phase;
  /** `name version`; `null`: of all. */
  readonly model: string | null;
}

/** A model version as the platform's texts have it, and addresses too. */
export function modelText(model: ModelVersion): string {
  return `${model.name} ${model.version}`;
}

/** A model version as people are shown it. */
export function modelLabel(model: ModelVersion): string {
  return visibleText(modelText(model));
}

/** The mark of a bar. */
export function markOfRun({ phase, model }: Pick<PhaseRun, "phase" | "model">): Mark {
  return { phase, model: model === null ? null : modelText(model) };
}

/** The mark of an event; `null` when it is about no phase. */
export function markOfEvent({ phase, model }: Pick<Event, "phase" | "model">): Mark | null {
  return phase === null ? null : { phase, model: model === null ? null : modelText(model) };
}

/** Whether two marks mean the same, or one is part of the other. */
export function marksMeet(a: Mark | null, b: Mark | null): boolean {
  if (a === null || b === null || a.phase !== b.phase) return false;
  return a.model === null || b.model === null || a.model === b.model;
}
