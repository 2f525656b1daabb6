import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { UsageError } from "@deploy-lens/command";
import type * as z from "zod";
import { EnvironmentSettings } from "./settings.ts";

/** Invalid settings. The message names the file, each wrong setting, and the allowed values. */
export class SettingsError extends UsageError {
  override readonly name = "SettingsError";
}

/**
 * Reads `FOLDER/ENVIRONMENT.json`.
 *
 * @throws SettingsError
 */
export function readEnvironmentSettings(environment: string, folder: string): EnvironmentSettings {
  const file = join(folder, `${environment}.json`);
  if (!NAME.test(environment)) {
    throw new SettingsError(
      `${file}: an environment's name has up to 20 lower-case letters, digits and -, and begins with a letter`,
    );
  }
  return parseSettings(readJson(file), file);
}

/** It becomes part of AWS names, the longest of which has 64 characters. */
const NAME = /^[a-z][a-z0-9-]{0,19}$/;

/** The environments with settings in a folder: `dev` for `dev.json`. @throws SettingsError */
export function environmentsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.slice(0, -".json".length))
      .sort();
  } catch (error) {
    throw new SettingsError(`${folder} cannot be read: it has a file ENVIRONMENT.json for each environment`, {
      cause: error,
    });
  }
}

/** Parses settings; `source` prefixes each problem. @throws SettingsError */
export function parseSettings(value: unknown, source: string): EnvironmentSettings {
  const parsed = EnvironmentSettings.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SettingsError(
    parsed.error.issues.map((issue) => `${source}: ${pathText(issue)} ${issue.message}`).join("\n"),
  );
}

function pathText({ path, code }: z.core.$ZodIssue): string {
  if (path.length > 0) return path.join(".");
  return code === "unrecognized_keys" ? "the top level:" : "the file";
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new SettingsError(
      `${file} cannot be read: the settings of ${JSON.stringify(basename(file, ".json"))} belong there`,
      { cause: error },
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SettingsError(`${file} is not JSON: ${error instanceof Error ? error.message : ""}`, {
      cause: error,
    });
  }
}

/**
 * The settings that still contain example values (`example.com`, an account of zeros …) and must be replaced before a
 * deployment.
 *
 * @example exampleValues({ identity: { issuer: "https://login.example.com" } }); // ["identity.issuer"]
 */
export function exampleValues(value: unknown, path = ""): string[] {
  if (typeof value === "string") return /(?:^|[./@])example(?:\.|$)|^0123456789/.test(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    exampleValues(inner, path === "" ? key : `${path}.${key}`),
  );
}
