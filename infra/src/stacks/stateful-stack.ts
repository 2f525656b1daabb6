import { TABLE } from "@deploy-lens/store/table/schema";
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from "aws-cdk-lib/aws-backup";
import {
  AttributeType,
  Billing,
  CfnGlobalTable,
  ProjectionType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { Schedule } from "aws-cdk-lib/aws-events";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { StoredTable } from "../constructs/binding.ts";
import type { EnvironmentProps } from "../constructs/environment-props.ts";

/** ModelArts' month, and a few days to notice. */
const BACKUP_DAYS = 35;

/** Resources that must outlive every other stack: the table, and the secret with the upstream's credentials. */
export class StatefulStack extends Stack {
  readonly table: StoredTable;
  /** The upstream's. */
  readonly credentials: CfnSecret;

  constructor(
    scope: Construct,
    id: string,
    { environment, settings, ...props }: EnvironmentProps & StackProps,
  ) {
    super(scope, id, { ...props, description: "Deploy Lens: what is kept" });
    const { production } = settings;
    const removalPolicy = production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const table = new TableV2(this, "Table", {
      ...keys(TABLE),
      globalSecondaryIndexes: Object.values(TABLE.indexes).map((index) => ({
        ...keys(index),
        indexName: index.name,
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...index.projected],
      })),
      timeToLiveAttribute: TABLE.timeToLive,
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // AWS' own key in our account, so that CloudTrail logs each use.
      encryption: TableEncryptionV2.awsManagedKey(),
      deletionProtection: production,
      removalPolicy,
    });

    this.table = this.#tableInUse(table, settings.restoredTable);
    if (production) this.#backup();

    // Not CDK's Secret, which starts with a random password that no function could use and none would report.
    const secret = new CfnSecret(this, "UpstreamCredentials", {
      description: `Deploy Lens ${environment}: credentials for ModelArts, as docs/runbook.md says`,
      ...(settings.modelarts.secretName === undefined ? {} : { name: settings.modelarts.secretName }),
    });
    secret.applyRemovalPolicy(removalPolicy);
    this.credentials = secret;
    Validations.of(secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason:
        "Huawei Cloud issues the keys, so AWS cannot rotate them. docs/runbook.md says how to rotate with two keys; " +
        "running functions take up a new value by themselves.",
    });

    new CfnOutput(this, "TableName", { value: this.table.tableName });
    new CfnOutput(this, "CredentialsSecret", { value: this.credentials.attrId });
  }

  /** The environment's own table is retained if another one is used: it may still hold data that the other lacks. */
  #tableInUse(own: TableV2, restored: string | undefined): StoredTable {
    if (restored === undefined) {
      const { tableName, tableArn, node } = own;
      if (!(node.defaultChild instanceof CfnGlobalTable))
        throw new TypeError(`${node.path} is not a global table`);
      return { tableName, tableArn, producer: node.defaultChild };
    }
    const tableArn = this.formatArn({ service: "dynamodb", resource: "table", resourceName: restored });
    return { tableName: restored, tableArn };
  }

  /** Point-in-time recovery ends with the table; a vault keeps its backups after a deletion. */
  #backup(): void {
    const vault = new BackupVault(this, "Vault", { removalPolicy: RemovalPolicy.RETAIN });
    const plan = new BackupPlan(this, "Backup", {
      backupVault: vault,
      backupPlanRules: [
        new BackupPlanRule({
          scheduleExpression: Schedule.cron({ hour: "4", minute: "41" }),
          deleteAfter: Duration.days(BACKUP_DAYS),
        }),
      ],
    });
    plan.addSelection("Table", { resources: [BackupResource.fromArn(this.table.tableArn)] });
    Validations.of(plan).acknowledge({
      id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]",
      reason:
        "AWS' own policy for the backup service; it may read and tag what plans select, and cannot restore.",
    });
  }
}

function keys(index: { readonly partitionKey: string; readonly sortKey: string }) {
  return {
    partitionKey: { name: index.partitionKey, type: AttributeType.STRING },
    sortKey: { name: index.sortKey, type: AttributeType.STRING },
  };
}
