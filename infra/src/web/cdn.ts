import { join } from "node:path";
import { ORIGIN_SECRET_HEADER } from "@deploy-lens/bff/constants";
import { Aws, Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import type { IHttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  type DistributionProps,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { API_PATH_PATTERNS } from "../api/routes.ts";
import { secretValue } from "../constructs/binding.ts";
import { accountGlobalName } from "../constructs/names.ts";
import type { EnvironmentSettings } from "../settings.ts";
import { pageHeaders } from "./response-headers.ts";

export interface CdnProps extends Pick<EnvironmentSettings, "identity" | "web"> {
  readonly environment: string;
  readonly site: Bucket;
  readonly api: IHttpApi;
  /** The secret that the API expects from CloudFront. */
  readonly originSecret: CfnSecret;
  /** ARN of the firewall. */
  readonly firewall: string | undefined;
}

/** CloudFront: the dashboard's files and the API at one origin, so that browsers need no CORS. */
export class Cdn extends Construct {
  readonly distribution: Distribution;
  readonly #environment: string;

  constructor(scope: Construct, id: string, props: CdnProps) {
    const { environment, site, api, originSecret, identity, web, firewall } = props;
    super(scope, id);
    this.#environment = environment;
    this.distribution = new Distribution(this, "Distribution", {
      comment: `Deploy Lens ${environment}`,
      defaultBehavior: this.#pages(site, identity),
      additionalBehaviors: this.#api(api, originSecret),
      defaultRootObject: "index.html",
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_ALL,
      ...(firewall === undefined ? {} : { webAclId: firewall }),
      ...(web.accessLogs ? { enableLogging: true, logBucket: accessLogBucket(this, "AccessLogs") } : {}),
      ...this.#domain(web.domain),
    });
    acknowledge(this.distribution, web);
  }

  #pages(site: Bucket, identity: EnvironmentSettings["identity"]): BehaviorOptions {
    const pagePaths = new EdgeFunction(this, "PagePaths", {
      comment: "Deploy Lens: paths of the dashboard's pages",
      code: FunctionCode.fromFile({ filePath: join(import.meta.dirname, "page-paths.js") }),
      runtime: FunctionRuntime.JS_2_0,
    });
    return {
      origin: S3BucketOrigin.withOriginAccessControl(site, {
        originAccessControl: new S3OriginAccessControl(this, "SiteAccess", {
          originAccessControlName: this.#accountGlobalName("site"),
        }),
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: new ResponseHeadersPolicy(this, "Headers", {
        ...pageHeaders(identity),
        responseHeadersPolicyName: this.#accountGlobalName("pages"),
      }),
      functionAssociations: [{ function: pagePaths, eventType: FunctionEventType.VIEWER_REQUEST }],
      compress: true,
    };
  }

  /**
   * Not cached here: an answer is only for readers of the project. The BFF caches, and browsers revalidate with
   * entity tags.
   */
  #api(api: IHttpApi, originSecret: CfnSecret): Record<string, BehaviorOptions> {
    const origin = new HttpOrigin(`${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, {
      customHeaders: { [ORIGIN_SECRET_HEADER]: secretValue(originSecret) },
    });
    const behavior: BehaviorOptions = {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // API Gateway refuses requests with another host name.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      compress: true,
    };
    return Object.fromEntries(API_PATH_PATTERNS.map((pattern) => [pattern, behavior]));
  }

  #accountGlobalName(what: string): string {
    return accountGlobalName(this.#environment, Stack.of(this).region, what);
  }

  #domain(domain: EnvironmentSettings["web"]["domain"]): Partial<DistributionProps> {
    if (domain === undefined) return {};
    return {
      domainNames: [domain.name],
      certificate: Certificate.fromCertificateArn(this, "Certificate", domain.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2025,
    };
  }
}

function acknowledge(
  distribution: Distribution,
  { domain, firewall, accessLogs }: EnvironmentSettings["web"],
): void {
  const reasons = {
    "AwsSolutions-CFR1": "Who may read is decided by tokens, not by country.",
    ...(firewall
      ? {}
      : { "AwsSolutions-CFR2": "web.firewall is off: the gateway throttles, and tokens are verified." }),
    ...(accessLogs
      ? {}
      : { "AwsSolutions-CFR3": "web.accessLogs is off: the gateway logs every call of the API." }),
    ...(domain === undefined
      ? {
          "AwsSolutions-CFR4":
            "CloudFront's own certificate fixes its protocols; web.domain brings TLS 1.2 and newer.",
        }
      : {}),
  };
  for (const [id, reason] of Object.entries(reasons))
    Validations.of(distribution).acknowledge({ id, reason });
}

/** Readers' addresses are personal data, so they are only stored for as long as an investigation may take. */
const KEPT_DAYS = 90;

/** The bucket for CloudFront's access logs. It outlives the stack, because logs are needed afterwards. */
function accessLogBucket(scope: Construct, id: string): Bucket {
  const bucket = new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    // CloudFront's delivery requires an access control list.
    objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    lifecycleRules: [{ expiration: Duration.days(KEPT_DAYS) }],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(bucket).acknowledge({
    id: "AwsSolutions-S1",
    reason: "It is where access logs go; a log of the log's readers would need one, too.",
  });
  return bucket;
}
