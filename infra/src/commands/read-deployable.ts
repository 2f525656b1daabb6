import { exampleValues, readEnvironmentSettings, SettingsError } from "../read-settings.ts";
import type { EnvironmentSettings } from "../settings.ts";

/** Reads settings; refuses those with example values. @throws SettingsError */
export function readDeployable(environment: string, folder: string): EnvironmentSettings {
  const settings = readEnvironmentSettings(environment, folder);
  const examples = exampleValues(settings);
  if (examples.length === 0) return settings;
  throw new SettingsError(
    `${folder}/${environment}.json still holds the values of an example: ${examples.join(", ")}. Put in your own.`,
  );
}
