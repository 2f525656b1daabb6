import { CustomResource, Duration, FileSystem, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { FunctionCode } from "../app-code.ts";
import { AppFunction } from "../constructs/app-function.ts";
import type { EnvironmentProps } from "../constructs/environment-props.ts";

export interface SiteProps extends EnvironmentProps {
  /** The publishing function; the files themselves are in its folder. */
  readonly code: FunctionCode;
}

/**
 * The dashboard's files in a private bucket. A function publishes them during the deployment, with permissions for
 * this bucket only; CDK's `BucketDeployment` would need a Python runtime, the AWS command line and wildcards.
 */
export class Site extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { environment, settings, code }: SiteProps) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // A deployment recreates all of its content.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "Public files that CloudFront alone reads; web.accessLogs logs who reads them there.",
    });

    const publisher = new AppFunction(this, "Publisher", {
      description: `Deploy Lens ${environment}: publishes the dashboard`,
      code,
      timeout: Duration.minutes(2),
      memoryMb: 512,
      settings,
      noDeadLetterReason: "CloudFormation waits for its answer, and rolls back without one.",
    });
    this.#allow(publisher);

    const published = new CustomResource(this, "Published", {
      serviceToken: publisher.lambda.functionArn,
      // CloudFormation would wait an hour for the answer of a function that cannot start.
      serviceTimeout: Duration.minutes(5),
      properties: {
        bucket: this.bucket.bucketName,
        configuration: JSON.stringify(dashboardConfiguration(settings)),
        version: FileSystem.fingerprint(code.folder),
      },
    });
    // Without its permissions it could do nothing, and after the bucket's policy is gone it could not empty the
    // bucket.
    published.node.addDependency(publisher, this.bucket);
  }

  #logicalId(): string {
    return this.bucket.node.defaultChild instanceof CfnBucket
      ? Stack.of(this).getLogicalId(this.bucket.node.defaultChild)
      : "";
  }

  #allow({ lambda }: AppFunction): void {
    lambda.addToRolePolicy(
      new PolicyStatement({ actions: ["s3:ListBucket"], resources: [this.bucket.bucketArn] }),
    );
    lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
        resources: [this.bucket.arnForObjects("*")],
      }),
    );
    Validations.of(this).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${this.#logicalId()}.Arn>/*]`,
      reason:
        "All objects of this one bucket, which holds nothing but the files that the function publishes.",
    });
  }
}

/** `config.json` for the dashboard. */
function dashboardConfiguration({ identity, modelarts }: SiteProps["settings"]) {
  const { issuer, dashboardClientId, scopes, dashboardAudience, dashboardResource } = identity;
  return {
    issuer,
    clientId: dashboardClientId,
    scope: scopes.join(" "),
    audience: dashboardAudience,
    resource: dashboardResource,
    region: modelarts.region,
  };
}
