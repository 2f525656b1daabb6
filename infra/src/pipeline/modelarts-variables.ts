import type { Settings } from "../settings.ts";

/** How the two apps name the variables about the upstream. */
export interface ModelArtsVariableNames {
  readonly modelartsRegion: string;
  readonly modelartsEndpoint: string;
  readonly modelartsIamEndpoint: string;
  readonly modelartsOffsetMode: string;
}

/** The variables that say where the upstream is and how to speak to it. */
export function modelartsVariables(
  names: ModelArtsVariableNames,
  { region, endpoint, iamEndpoint, offsetMode }: Settings["modelarts"],
): Record<string, string> {
  return {
    ...(region === undefined ? {} : { [names.modelartsRegion]: region }),
    ...(endpoint === undefined ? {} : { [names.modelartsEndpoint]: endpoint }),
    ...(iamEndpoint === undefined ? {} : { [names.modelartsIamEndpoint]: iamEndpoint }),
    [names.modelartsOffsetMode]: offsetMode,
  };
}
