import { join, resolve } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";
import {
  COMMON_HELP,
  COMMON_OPTIONS,
  type CommonOptions,
  commonOptions,
  type Environment,
} from "@deploy-lens/analytics/commands/options";
import { splitOptions } from "@deploy-lens/command";
import { DEMO_PROJECT_ID } from "@deploy-lens/simulator/service/sample";
import { createTable } from "@deploy-lens/store/table/create";
import { connect } from "@deploy-lens/store/table/sdk";
import { startEmbeddedDynamoDb } from "../embedded-dynamodb.ts";
import { LOCAL_CREDENTIALS, TABLE_NAME } from "../stack.ts";

const root = join(import.meta.dirname, "../../../..");

export const COMMAND_OPTIONS = { ...COMMON_OPTIONS, data: { type: "string" } } as const;

/** The `--help` text of {@link COMMAND_OPTIONS}. */
export const TABLE_HELP = `  --data FOLDER      the data of a local stack that is not running; default, unless a table is named:
                     DEPLOY_LENS_DATA, or .data
${COMMON_HELP}`;

/** Parses the command line and runs the command, or prints its help. */
export async function tableCommand<Options extends ParseArgsOptionsConfig & typeof COMMAND_OPTIONS>(
  options: Options,
  help: string,
  run: (values: ReturnType<typeof splitOptions<Options>>) => Promise<boolean>,
): Promise<boolean> {
  const values = splitOptions(process.argv.slice(2), options);
  if (!("help" in values) || values.help !== true) return run(values);
  process.stdout.write(help);
  return true;
}

type Values = Parameters<typeof commonOptions>[0] & { readonly data?: string | undefined };

/** Works on the given table, or on the data folder's, whose engine runs for that long. */
export async function onTable(
  values: Values,
  env: Environment,
  work: (options: CommonOptions) => Promise<boolean>,
): Promise<boolean> {
  const isNamed = values.table !== undefined || (values.data === undefined && env.TABLE_NAME !== undefined);
  if (isNamed) return work(commonOptions(values, env));
  const folder = resolve(values.data ?? env.DEPLOY_LENS_DATA ?? join(root, ".data"));
  const database = await startEmbeddedDynamoDb(folder, (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  });
  try {
    const client = connect({ endpoint: database.endpoint, region: "local", credentials: LOCAL_CREDENTIALS });
    await createTable(client, TABLE_NAME);
    client.destroy();
    const project = values.project ?? (env.MODELARTS_PROJECTS === undefined ? [DEMO_PROJECT_ID] : undefined);
    const here = { ...values, project, table: TABLE_NAME, "table-endpoint": database.endpoint };
    return await work(commonOptions(here, env));
  } finally {
    await database.close();
  }
}
