import { exampleValues, readSettings, SettingsError } from "../read-settings.ts";
import type { Settings } from "../settings.ts";

/** Reads settings; refuses those with example values. @throws SettingsError */
export function readDeployable(environment: string, folder: string): Settings {
  const settings = readSettings(environment, folder);
  const examples = exampleValues(settings);
  if (examples.length === 0) return settings;
  throw new SettingsError(
    `${folder}/${environment}.json still holds the values of an example: ${examples.join(", ")}. Put in your own.`,
  );
}
