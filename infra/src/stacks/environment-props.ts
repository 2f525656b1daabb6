import type { Settings } from "../settings.ts";

/** What every stack of an environment is made with. */
export interface EnvironmentProps {
  readonly environment: string;
  readonly settings: Settings;
}
