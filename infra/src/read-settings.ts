import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { type EnvironmentName, Settings } from "./settings.ts";

/** Settings that cannot be. The message names the file, each setting that is wrong, and what is allowed. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Reads `FOLDER/ENVIRONMENT.json`.
 *
 * @throws SettingsError
 */
export function readSettings(environment: EnvironmentName, folder: string): Settings {
  const file = join(folder, `${environment}.json`);
  const settings = parseSettings(readJson(file), file);
  if (environment === "prod" && settings.alarms.emails.length === 0) {
    throw new SettingsError(
      `${file}: alarms.emails must name somebody: an alarm of prod that nobody hears is none`,
    );
  }
  return settings;
}

/** Parses settings; `source` stands before each problem. @throws SettingsError */
export function parseSettings(value: unknown, source: string): Settings {
  const parsed = Settings.safeParse(value);
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
    throw new SettingsError(`${file} cannot be read: every environment needs its file`, { cause: error });
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
 * The settings that still hold an example's value (`example.com`, an account of zeros …) and must be put right before anything
 * can be deployed.
 *
 * @example
 * exampleValues({ identity: { issuer: "https://login.example.com" } }); // ["identity.issuer"]
 */
export function exampleValues(value: unknown, path = ""): string[] {
  if (typeof value === "string") return /(?:^|[./@])example(?:\.|$)|^0123456789/.test(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    exampleValues(inner, path === "" ? key : `${path}.${key}`),
  );
}
