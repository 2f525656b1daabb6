import { TABLE } from "@deploy-lens/store/table";
import { CfnOutput, RemovalPolicy, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { EnvironmentProps } from "./environment-props.ts";

/** What must outlive every other stack: the table, and the secret with the upstream's credentials. */
export class StatefulStack extends Stack {
  readonly table: TableV2;
  /** ARN of the secret. */
  readonly credentials: string;

  constructor(scope: Construct, id: string, { environment, ...props }: EnvironmentProps & StackProps) {
    super(scope, id, { ...props, description: "Deploy Lens: what is kept" });
    const isProd = environment === "prod";
    const removalPolicy = isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.table = new TableV2(this, "Table", {
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
      // AWS's own key in our account: each use of it stands in CloudTrail.
      encryption: TableEncryptionV2.awsManagedKey(),
      deletionProtection: isProd,
      removalPolicy,
    });

    // Not CDK's Secret: that one begins with a random password, which no function could use and none would complain of.
    const secret = new CfnSecret(this, "UpstreamCredentials", {
      description: `Deploy Lens ${environment}: credentials for ModelArts, as docs/runbook.md says`,
    });
    secret.applyRemovalPolicy(removalPolicy);
    this.credentials = secret.attrId;
    Validations.of(secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason:
        "Huawei Cloud issues the keys, so AWS cannot rotate them. docs/runbook.md says how to rotate with two keys; " +
        "running functions take up a new value by themselves.",
    });

    new CfnOutput(this, "TableName", { value: this.table.tableName });
    new CfnOutput(this, "CredentialsSecret", { value: this.credentials });
  }
}

function keys(index: { readonly partitionKey: string; readonly sortKey: string }) {
  return {
    partitionKey: { name: index.partitionKey, type: AttributeType.STRING },
    sortKey: { name: index.sortKey, type: AttributeType.STRING },
  };
}
