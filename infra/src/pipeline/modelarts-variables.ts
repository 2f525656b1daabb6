import type { EnvironmentSettings } from "../settings.ts";

/** Names of the two apps' variables about the upstream. */
export interface ModelArtsVariableNames {
  readonly modelartsRegion: string;
  readonly modelartsEndpoint: string;
  readonly modelartsIamEndpoint: string;
  readonly modelartsOffsetMode: string;
}

/** The variables with the upstream's address and protocol settings. */
export function modelartsVariables(
  names: ModelArtsVariableNames,
  { region, endpoint, iamEndpoint, offsetMode }: EnvironmentSettings["modelarts"],
): Record<string, string> {
  return {
    ...(region === undefined ? {} : { [names.modelartsRegion]: region }),
    ...(endpoint === undefined ? {} : { [names.modelartsEndpoint]: endpoint }),
    ...(iamEndpoint === undefined ? {} : { [names.modelartsIamEndpoint]: iamEndpoint }),
    [names.modelartsOffsetMode]: offsetMode,
  };
}
