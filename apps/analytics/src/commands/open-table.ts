import { createStore, type Store } from "@deploy-lens/store/store";
import { connect } from "@deploy-lens/store/table/sdk";
import type { CommonOptions, Environment } from "./options.ts";

export interface OpenTable {
  readonly store: Store;
  close(): void;
}

/** On a dry run, puts are dropped, so later reads do not see them either. */
export function openTable(options: CommonOptions, env: Environment): OpenTable {
  const { tableName, tableEndpoint, dryRun } = options;
  const client = connect(
    tableEndpoint === null
      ? {}
      : {
          endpoint: tableEndpoint,
          region: env.AWS_REGION ?? "local",
          // An emulator accepts any credentials; configured ones are used in case it is not an emulator.
          ...(env.AWS_ACCESS_KEY_ID === undefined && env.AWS_PROFILE === undefined
            ? { credentials: { accessKeyId: "local", secretAccessKey: "local" } }
            : {}),
        },
  );
  if (dryRun) {
    client.middlewareStack.add(
      (next, context) => async (args) =>
        context.commandName === "PutItemCommand" ? { output: { $metadata: {} }, response: null } : next(args),
      { step: "initialize", name: "dry-run" },
    );
  }
  return { store: createStore({ client, tableName }), close: () => client.destroy() };
}
