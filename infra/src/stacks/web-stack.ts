import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { IHttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from "aws-cdk-lib/aws-route53";
import { CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import type { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { AppCode } from "../app-code.ts";
import type { EnvironmentProps } from "../constructs/environment-props.ts";
import { Cdn } from "../web/cdn.ts";
import { Site } from "../web/site.ts";

export interface WebStackProps extends EnvironmentProps, StackProps {
  readonly code: Pick<AppCode, "publish">;
  readonly api: IHttpApi;
  /** The secret that the API expects from CloudFront. */
  readonly originSecret: CfnSecret;
  readonly firewall: string | undefined;
}

/** The dashboard's files, and CloudFront in front of them and of the API. */
export class WebStack extends Stack {
  readonly cdn: Cdn;
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebStackProps) {
    const { environment, settings, code, api, originSecret, firewall, ...stackProps } = props;
    super(scope, id, { ...stackProps, description: "Deploy Lens: dashboard" });
    const { bucket } = new Site(this, "Site", { environment, settings, code: code.publish });
    this.cdn = new Cdn(this, "Cdn", { ...settings, environment, site: bucket, api, originSecret, firewall });
    this.#record(settings.web.domain);

    const host = settings.web.domain?.name ?? this.cdn.distribution.distributionDomainName;
    this.url = `https://${host}`;
    new CfnOutput(this, "DashboardUrl", { value: this.url });
    new CfnOutput(this, "SignInCallback", { value: `${this.url}/signed-in` });
    new CfnOutput(this, "DistributionDomain", { value: this.cdn.distribution.distributionDomainName });
    new CfnOutput(this, "SiteBucket", { value: bucket.bucketName });
  }

  #record(domain: WebStackProps["settings"]["web"]["domain"]): void {
    if (domain?.hostedZone === undefined) return;
    const { id: hostedZoneId, name: zoneName } = domain.hostedZone;
    const zone = HostedZone.fromHostedZoneAttributes(this, "Zone", { hostedZoneId, zoneName });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.cdn.distribution));
    new ARecord(this, "Address", { zone, recordName: domain.name, target });
    new AaaaRecord(this, "Address6", { zone, recordName: domain.name, target });
  }
}
