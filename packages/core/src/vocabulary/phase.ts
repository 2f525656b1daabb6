/**
 * The phases of a deployment, in the order in which ModelArts runs them.
 *
 * Source: the API reference says that `event_info` describes "image building, environment preparation, resource
 * scheduling, image pulling, and model startup", and that more may be added later.
 *
 * @example
 * PHASES.indexOf("pull_image"); // 3
 */
export const PHASES = [
  "build_image",
  "prepare_environment",
  "schedule_resource",
  "pull_image",
  "start_model",
] as const;

export type Phase = (typeof PHASES)[number];

/**
 * The index of a phase in {@link PHASES}.
 *
 * @example
 * phaseIndex("schedule_resource"); // 2
 */
export function phaseIndex(phase: Phase): number {
  return PHASES.indexOf(phase);
}

/** The last phase: it is ended by the service's own success, since no later phase shows when it ended. */
export const LAST_PHASE: Phase = PHASES.reduce((_, later) => later);
