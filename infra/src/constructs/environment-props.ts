import type { EnvironmentSettings } from "../settings.ts";

/** Common properties of an environment's stacks. */
export interface EnvironmentProps {
  readonly environment: string;
  readonly settings: EnvironmentSettings;
}
