import { runCommand } from "@deploy-lens/command";
import { readEnvironment } from "../env.ts";
import { environmentsIn } from "../read-settings.ts";
import { type CommandArguments, type CommandShape, readArguments } from "./arguments.ts";

export interface EnvironmentCommand extends Omit<CommandShape, "environments"> {
  readonly name: string;
  readonly help: string;
  readonly run: (asked: CommandArguments, settingsFolder: string) => Promise<void>;
}

export function runEnvironmentCommand({ name, help, run, ...shape }: EnvironmentCommand): Promise<void> {
  return runCommand(name, async () => {
    const { settingsFolder } = readEnvironment(process.env);
    const asked = readArguments(process.argv.slice(2), {
      ...shape,
      environments: environmentsIn(settingsFolder),
    });
    if (asked === null) return void process.stdout.write(help);
    await run(asked, settingsFolder);
  });
}
