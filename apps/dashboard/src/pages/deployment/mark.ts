import type { PhaseRunAnswer } from "@deploy-lens/api/deployments/deployment";
import type { Event } from "@deploy-lens/api/events/events";
import type { ModelAnswer } from "@deploy-lens/api/fields/model";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import { visibleText } from "../../design/visible-text.ts";

/** The phase highlighted in both waterfall and log, of one model or of all. */
export interface Mark {
  readonly phase: Phase;
  /** `name version`; `null`: all models. */
  readonly model: string | null;
}

export function modelText(model: ModelAnswer): string {
  return `${model.name} ${model.version}`;
}

export function modelLabel(model: ModelAnswer): string {
  return visibleText(modelText(model));
}

export function markOfRun({ phase, model }: Pick<PhaseRunAnswer, "phase" | "model">): Mark {
  return { phase, model: model === null ? null : modelText(model) };
}

/** The mark of an event; `null` if it belongs to no phase. */
export function markOfEvent({ phase, model }: Pick<Event, "phase" | "model">): Mark | null {
  return phase === null ? null : { phase, model: model === null ? null : modelText(model) };
}

/** True if two marks are equal or one contains the other. */
export function marksMeet(a: Mark | null, b: Mark | null): boolean {
  if (a === null || b === null || a.phase !== b.phase) return false;
  return a.model === null || b.model === null || a.model === b.model;
}
