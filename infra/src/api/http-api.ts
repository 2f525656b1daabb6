import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  type AddRoutesOptions,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Settings } from "../settings.ts";
import { ACCESS_LOG } from "./access-log.ts";
import { ROUTE_GROUPS, type RouteGroup } from "./routes.ts";

export interface ApiProps extends Pick<Settings, "identity" | "api"> {
  readonly bff: LambdaFunction;
  readonly logRetention: RetentionDays;
}

/** The gateway before the BFF: tokens, throttling, access logs. */
export class Api extends Construct {
  readonly http: HttpApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, { bff, identity, api, logRetention }: ApiProps) {
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

    const authorizer = new HttpJwtAuthorizer("Tokens", identity.issuer, {
      jwtAudience: [...identity.audiences],
    });
    const integration = new HttpLambdaIntegration("Bff", bff, { scopePermissionToRoute: false });
    for (const group of ROUTE_GROUPS) {
      this.#route(group, {
        integration,
        authorizer: group.authorization === "gateway" ? authorizer : new HttpNoneAuthorizer(),
      });
    }
    if (api.corsOrigins.length > 0) {
      // Browsers ask for permission without a token.
      for (const path of ["/api/{proxy+}", "/v1/{proxy+}"]) {
        const group: RouteGroup = { path, methods: [HttpMethod.OPTIONS], authorization: "none" };
        this.#route(group, { integration, authorizer: new HttpNoneAuthorizer() });
      }
    }
  }

  #route(group: RouteGroup, options: Omit<AddRoutesOptions, "path" | "methods">): void {
    const routes = this.http.addRoutes({ path: group.path, methods: [...group.methods], ...options });
    if (group.authorization === "gateway") return;
    for (const route of routes) {
      Validations.of(route).acknowledge({
        id: "AwsSolutions-APIG4",
        reason: WITHOUT_AUTHORIZER[group.authorization],
      });
    }
  }
}

const WITHOUT_AUTHORIZER = {
  app: "The BFF verifies the token itself: clients of ModelArts send it as X-Auth-Token and expect errors in its shape.",
  none: "Says nothing about any project: health, the API's own description, and what browsers may ask.",
};
