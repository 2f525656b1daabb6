import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  HttpApi,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { EnvironmentSettings } from "../settings.ts";

export interface ApiProps extends Pick<EnvironmentSettings, "api"> {
  readonly bff: IFunction;
  readonly logRetention: RetentionDays;
}

/**
 * The gateway in front of the BFF: throttling and access logs. The BFF answers every path, so that errors have the
 * API's format.
 */
export class Api extends Construct {
  readonly http: HttpApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, { bff, api, logRetention }: ApiProps) {
    super(scope, id);
    this.http = new HttpApi(this, "Http", { createDefaultStage: false });
    const logGroup = new LogGroup(this, "AccessLogs", {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new HttpStage(this, "Stage", {
      httpApi: this.http,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: api.requestsPerSecond, burstLimit: api.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    const route = new HttpRoute(this, "Default", {
      httpApi: this.http,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration("Bff", bff, { scopePermissionToRoute: false }),
      authorizer: new HttpNoneAuthorizer(),
    });
    Validations.of(route).acknowledge({
      id: "AwsSolutions-APIG4",
      reason:
        "The BFF verifies every token itself: an HTTP API's authorizer answers in the gateway's words, reads no X-Auth-Token, " +
        "and takes RSA signatures alone.",
    });
  }
}

/** A line of the gateway's access log: the request and its result, without token, query or body. */
const ACCESS_LOG = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  address: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  method: "$context.httpMethod",
  path: "$context.path",
  status: "$context.status",
  bytes: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  appLatencyMs: "$context.integrationLatency",
  appError: "$context.integrationErrorMessage",
  gatewayError: "$context.error.message",
} as const;
