import { Match, type Template } from "aws-cdk-lib/assertions";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import { describe, expect, test } from "vitest";
import { makeEnvironment, synthesize, templateOf, templatesOf, testApp } from "./testing/environment.ts";
import { roleActions } from "./testing/role-actions.ts";

const dev = synthesize("dev");
const prod = synthesize("prod");

describe("what is kept", () => {
  test("in dev goes with the stack", () => {
    const { stateful } = dev;
    stateful.hasResource("AWS::DynamoDB::GlobalTable", { DeletionPolicy: "Delete" });
    stateful.hasResource("AWS::SecretsManager::Secret", { DeletionPolicy: "Delete" });
  });

  test("in prod stays, and cannot be deleted by mistake", () => {
    const { stateful } = prod;
    stateful.hasResource("AWS::DynamoDB::GlobalTable", {
      DeletionPolicy: "Retain",
      Properties: { Replicas: [Match.objectLike({ DeletionProtectionEnabled: true })] },
    });
    stateful.hasResource("AWS::SecretsManager::Secret", { DeletionPolicy: "Retain" });
  });

  test("is paid by the request, encrypted, expires by its attribute, and can be restored to any second", () => {
    const { stateful } = dev;
    stateful.hasResourceProperties("AWS::DynamoDB::GlobalTable", {
      BillingMode: "PAY_PER_REQUEST",
      SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      Replicas: [
        Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
      ],
    });
  });

  test("no secret begins with a value, and none is in a variable", () => {
    const { stateful, service } = dev;
    stateful.hasResourceProperties("AWS::SecretsManager::Secret", {
      SecretString: Match.absent(),
      GenerateSecretString: Match.absent(),
    });
    const variables = Object.values(service.findResources("AWS::Lambda::Function")).flatMap(
      ({ Properties }) => Object.keys(Properties.Environment.Variables),
    );
    expect(variables).toContain("MODELARTS_SECRET_ID");
    expect(variables.filter((name) => /KEY|PASSWORD|TOKEN/.test(name))).toEqual([]);
  });
});

describe("functions", () => {
  test("all run on Node.js 24 on arm64, are traced, and log in JSON to a group that expires", () => {
    for (const template of [dev.service, dev.web, dev.monitoring]) {
      const functions = Object.values(template.findResources("AWS::Lambda::Function"));
      expect(functions.length).toBeGreaterThan(0);
      for (const { Properties } of functions) {
        expect(Properties).toMatchObject({
          Runtime: "nodejs24.x",
          Architectures: ["arm64"],
          TracingConfig: { Mode: "Active" },
          LoggingConfig: { LogFormat: "JSON", LogGroup: { Ref: expect.any(String) } },
          MemorySize: expect.any(Number),
          Timeout: expect.any(Number),
        });
      }
      template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 30 });
    }
  });

  test.each([
    ["debug", "DEBUG"],
    ["error", "INFO"],
  ])("let metrics through with the log level %s, and details if they are wanted", (logLevel, level) => {
    const functions = synthesize("dev", { logLevel }).service.findResources("AWS::Lambda::Function");
    for (const { Properties } of Object.values(functions))
      expect(Properties.LoggingConfig.ApplicationLogLevel).toBe(level);
  });

  test("may do what they do, to what they do it to, and nothing else", () => {
    const { service, web, monitoring } = dev;
    expect({ ...roleActions(service), ...roleActions(web), ...roleActions(monitoring) }).toMatchSnapshot();
  });

  test("that call the upstream are limited, unless the account cannot", () => {
    const reserved = (settings: Readonly<Record<string, unknown>>) =>
      Object.values(synthesize("dev", settings).service.findResources("AWS::Lambda::Function"))
        .map(({ Properties }) => Properties.ReservedConcurrentExecutions)
        .filter((copies) => copies !== undefined)
        .sort();
    expect(reserved({ pipeline: { maxConcurrency: 7 } })).toEqual([1, 1, 7]);
    expect(reserved({ pipeline: { reserveConcurrency: false } })).toEqual([]);
  });
});

describe("the queue", () => {
  test("waits six times as long as its function, and buries what nobody gets done", () => {
    const { service } = dev;
    service.hasResourceProperties("AWS::SQS::Queue", {
      VisibilityTimeout: 360,
      RedrivePolicy: { maxReceiveCount: 6, deadLetterTargetArn: Match.anyValue() },
      SqsManagedSseEnabled: true,
    });
    service.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      BatchSize: 10,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  test("and the others take no message without TLS", () => {
    const { service } = dev;
    const queues = Object.keys(service.findResources("AWS::SQS::Queue"));
    const policies = Object.values(service.findResources("AWS::SQS::QueuePolicy"));
    const refusing = policies.filter(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument).includes('"aws:SecureTransport":"false"'),
    );
    expect(refusing).toHaveLength(queues.length);
  });
});

describe("schedules", () => {
  test("tick every minute; a late tick is dropped into a queue", () => {
    dev.service.hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "rate(1 minute)",
      Target: {
        RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 2 },
        DeadLetterConfig: { Arn: Match.anyValue() },
      },
    });
  });

  test("audit every night", () => {
    dev.service.hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "cron(17 3 * * ? *)",
    });
  });

  test("leave nothing to Lambda's own patience of six hours", () => {
    const { service } = dev;
    service.resourceCountIs("AWS::Lambda::EventInvokeConfig", 2);
    service.allResourcesProperties("AWS::Lambda::EventInvokeConfig", { MaximumRetryAttempts: 0 });
  });
});

describe("the API", () => {
  test("is throttled and logged", () => {
    synthesize("dev", { api: { requestsPerSecond: 7, burst: 9 } }).service.hasResourceProperties(
      "AWS::ApiGatewayV2::Stage",
      {
        DefaultRouteSettings: { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 },
        AccessLogSettings: { Format: Match.stringLikeRegexp("requestId") },
      },
    );
  });

  test("takes so many requests of one caller", () => {
    synthesize("dev", { api: { requestsPerCaller: 7 } }).service.hasResourceProperties(
      "AWS::Lambda::Function",
      { Environment: { Variables: Match.objectLike({ REQUESTS_PER_CALLER: "7" }) } },
    );
  });

  test("logs no token, no query and no header", () => {
    const { service } = dev;
    const [stage] = Object.values(service.findResources("AWS::ApiGatewayV2::Stage"));
    expect(stage?.Properties.AccessLogSettings.Format).not.toMatch(/header|query|authorization|claims/i);
  });

  test("answers every path by the function, in whichever version is live", () => {
    const { service } = dev;
    service.resourceCountIs("AWS::ApiGatewayV2::Route", 1);
    service.hasResourceProperties("AWS::ApiGatewayV2::Route", {
      RouteKey: "$default",
      AuthorizationType: "NONE",
    });
    const [live] = Object.keys(service.findResources("AWS::Lambda::Alias"));
    service.hasResourceProperties("AWS::ApiGatewayV2::Integration", { IntegrationUri: { Ref: live } });
  });

  test("is released to a tenth of the requests first, and taken back on errors, in production", () => {
    prod.service.hasResource("AWS::Lambda::Alias", {
      UpdatePolicy: { CodeDeployLambdaAliasUpdate: Match.anyValue() },
    });
    prod.service.hasResourceProperties("AWS::CodeDeploy::DeploymentGroup", {
      DeploymentConfigName: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: Match.arrayWith(["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]),
      },
      AlarmConfiguration: { Enabled: true, Alarms: [Match.anyValue()] },
    });
    dev.service.resourceCountIs("AWS::CodeDeploy::DeploymentGroup", 0);
  });

  test("knows CloudFront by a secret that stands in no template", () => {
    const resolve = Match.objectLike({ "Fn::Join": ["", Match.arrayWith(["{{resolve:secretsmanager:"])] });
    dev.service.hasResourceProperties("AWS::Lambda::Function", {
      Environment: { Variables: Match.objectLike({ ORIGIN_SECRET: resolve }) },
    });
    dev.web.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: {
        Origins: Match.arrayWith([
          Match.objectLike({
            OriginCustomHeaders: [{ HeaderName: "x-origin-secret", HeaderValue: resolve }],
          }),
        ]),
      },
    });
  });
});

describe("what other stacks replace", () => {
  const definitions = (template: Template) =>
    Object.values(template.findResources("AWS::Lambda::Function")).map(
      ({ Properties }) => Properties.Environment?.Variables.DEFINITIONS,
    );

  test("changes every function that uses it, so that the stack is updated", () => {
    const app = testApp();
    const changed = makeEnvironment(app, "dev");
    const secret = changed.node.findChild("stateful").node.findChild("UpstreamCredentials");
    if (!(secret instanceof CfnSecret)) throw new Error("there is no secret");
    secret.name = "another";
    const [before, after] = [definitions(dev.service), definitions(templatesOf(changed).service)];
    const users = before.filter((definition) => definition !== undefined);
    expect(users).toHaveLength(5);
    // The audit reads the table alone.
    expect(after.filter((definition, at) => definition !== before[at])).toHaveLength(4);
  });

  test("is the same in every synthesis", () => {
    expect(definitions(synthesize("dev").service)).toEqual(definitions(dev.service));
  });
});

describe("the canary", () => {
  test("asks as often as the settings say, at the addresses that readers have", () => {
    const { monitoring } = synthesize("dev", { alarms: { canaryMinutes: 15 } });
    monitoring.hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "rate(15 minutes)",
      State: "ENABLED",
    });
    monitoring.hasResourceProperties("AWS::Lambda::Function", {
      Environment: {
        Variables: {
          DASHBOARD_URL: Match.objectLike({ "Fn::Join": Match.anyValue() }),
          API_URL: Match.objectLike({ "Fn::GetStackOutput": Match.anyValue() }),
          ISSUER: "https://login.test",
          PROJECT_ID: "p1",
        },
      },
    });
    monitoring.hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "deploy-lens-dev-canary-fails",
      Period: 900,
      DatapointsToAlarm: 2,
      EvaluationPeriods: 3,
      TreatMissingData: "notBreaching",
    });
  });

  test("is not there when it is switched off", () => {
    const { monitoring } = synthesize("dev", { alarms: { canaryMinutes: 0 } });
    monitoring.resourceCountIs("AWS::Lambda::Function", 0);
    monitoring.resourceCountIs("AWS::Scheduler::Schedule", 0);
    const names = Object.values(monitoring.findResources("AWS::CloudWatch::Alarm")).map(
      ({ Properties }) => Properties.AlarmName,
    );
    expect(names).not.toContain("deploy-lens-dev-canary-fails");
  });
});

describe("paused", () => {
  test("neither the schedule nor the queue starts a function", () => {
    const { service } = templatesOf(makeEnvironment(testApp(), "dev", {}, true));
    service.hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "rate(1 minute)",
      State: "DISABLED",
    });
    service.hasResourceProperties("AWS::Lambda::EventSourceMapping", { Enabled: false });
  });
});

describe("what an organisation asks", () => {
  const strict = {
    bootstrapQualifier: "lens42",
    permissionsBoundary: "developers",
    tags: { "cost-centre": "4711" },
  };
  const stage = makeEnvironment(testApp(), "dev", strict);
  const templates = templatesOf(stage);

  test("bounds every role", () => {
    for (const template of [templates.service, templates.web]) {
      template.allResourcesProperties("AWS::IAM::Role", {
        PermissionsBoundary: "arn:aws:iam::111122223333:policy/developers",
      });
    }
  });

  test("tags what is made", () => {
    templates.stateful.hasResourceProperties("AWS::SecretsManager::Secret", {
      Tags: Match.arrayWith([{ Key: "cost-centre", Value: "4711" }]),
    });
  });

  test("deploys with the roles of its own bootstrap", () => {
    for (const { assumeRoleArn } of stage.synth().stacks)
      expect(assumeRoleArn).toContain("cdk-lens42-deploy-role");
  });
});

describe("production", () => {
  test("is not deleted by mistake, and its table is backed up", () => {
    const stacks = makeEnvironment(testApp(), "prod").synth().stacks;
    expect(stacks.map(({ terminationProtection }) => terminationProtection)).toEqual(stacks.map(() => true));
    prod.stateful.hasResourceProperties("AWS::Backup::BackupPlan", {
      BackupPlan: { BackupPlanRule: [Match.objectLike({ Lifecycle: { DeleteAfterDays: 35 } })] },
    });
    dev.stateful.resourceCountIs("AWS::Backup::BackupPlan", 0);
  });

  test("says when it costs more than it may", () => {
    const alarms = { emails: ["somebody@lens.test"], monthlyBudgetUsd: 50 };
    synthesize("prod", { alarms }).monitoring.hasResourceProperties("AWS::Budgets::Budget", {
      Budget: { BudgetLimit: { Amount: 50, Unit: "USD" }, TimeUnit: "MONTHLY" },
      NotificationsWithSubscribers: [
        Match.objectLike({ Notification: Match.objectLike({ NotificationType: "ACTUAL", Threshold: 80 }) }),
        Match.objectLike({
          Notification: Match.objectLike({ NotificationType: "FORECASTED", Threshold: 100 }),
        }),
      ],
    });
    prod.monitoring.resourceCountIs("AWS::Budgets::Budget", 0);
  });
});

describe("the firewall", () => {
  const rulesOf = (web: Readonly<Record<string, unknown>>) => {
    const stage = makeEnvironment(testApp(), "dev", { web: { firewall: true, ...web } });
    const template = templateOf(stage, "firewall");
    const [acl] = Object.values(template.findResources("AWS::WAFv2::WebACL"));
    return { template, rules: acl?.Properties.Rules as readonly Record<string, never>[] };
  };

  test("lets long sign-in codes through, and no other long query", () => {
    const { template } = rulesOf({});
    template.hasResourceProperties("AWS::WAFv2::WebACL", {
      Rules: Match.arrayWith([
        Match.objectLike({
          Name: "AWSManagedRulesCommonRuleSet",
          Statement: {
            ManagedRuleGroupStatement: Match.objectLike({
              RuleActionOverrides: Match.arrayWith([
                { Name: "SizeRestrictions_QUERYSTRING", ActionToUse: { Count: {} } },
              ]),
            }),
          },
        }),
        Match.objectLike({ Name: "long-queries", Action: { Block: {} } }),
      ]),
    });
    const names = rulesOf({}).rules.map(({ Name }) => Name);
    // Labels are known to the rules after the one that set them.
    expect(names.indexOf("long-queries" as never)).toBeGreaterThan(
      names.indexOf("AWSManagedRulesCommonRuleSet" as never),
    );
  });

  test("takes overrides of AWS' rules", () => {
    const { template } = rulesOf({
      firewallOverrides: { AWSManagedRulesCommonRuleSet: { GenericLFI_QUERYARGUMENTS: "count" } },
    });
    template.hasResourceProperties("AWS::WAFv2::WebACL", {
      Rules: Match.arrayWith([
        Match.objectLike({
          Statement: {
            ManagedRuleGroupStatement: Match.objectLike({
              RuleActionOverrides: Match.arrayWith([
                { Name: "GenericLFI_QUERYARGUMENTS", ActionToUse: { Count: {} } },
              ]),
            }),
          },
        }),
      ]),
    });
  });

  test.each([
    [["203.0.113.0/24"], 1],
    [["203.0.113.0/24", "2001:db8::/32"], 2],
  ])("counts people of %j by their tokens alone", (officeAddresses, sets) => {
    const { template } = rulesOf({ officeAddresses });
    template.resourceCountIs("AWS::WAFv2::IPSet", sets);
    template.hasResourceProperties("AWS::WAFv2::WebACL", {
      Rules: Match.arrayWith([
        Match.objectLike({
          Name: "requests-per-address",
          Statement: {
            RateBasedStatement: Match.objectLike({
              Limit: 30_000,
              ScopeDownStatement: { NotStatement: Match.anyValue() },
            }),
          },
        }),
      ]),
    });
  });
});

describe("the web", () => {
  test("the bucket is private, and only this distribution may read it", () => {
    const { web } = dev;
    web.hasResourceProperties("AWS::S3::Bucket", {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    web.hasResourceProperties("AWS::S3::BucketPolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: "s3:GetObject",
            Principal: { Service: "cloudfront.amazonaws.com" },
            Condition: { StringEquals: { "AWS:SourceArn": Match.anyValue() } },
          }),
        ]),
      },
    });
  });

  test("the API's errors are its own: CloudFront replaces none", () => {
    const [distribution] = Object.values(dev.web.findResources("AWS::CloudFront::Distribution"));
    expect(distribution?.Properties.DistributionConfig.CustomErrorResponses).toBeUndefined();
  });

  test("a domain of one's own comes with its certificate, current TLS, and records where the zone is ours", () => {
    const certificateArn =
      "arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555";
    const domain = { name: "lens.test", certificateArn, hostedZone: { id: "Z1", name: "lens.test" } };
    const { web } = synthesize("prod", { web: { domain } });
    web.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: {
        Aliases: ["lens.test"],
        ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: "TLSv1.2_2025" },
      },
    });
    web.resourceCountIs("AWS::Route53::RecordSet", 2);
    web.hasOutput("DashboardUrl", { Value: "https://lens.test" });
  });

  test("access logs outlive the stack, for ninety days", () => {
    synthesize("prod", { web: { accessLogs: true } }).web.hasResource("AWS::S3::Bucket", {
      DeletionPolicy: "Retain",
      Properties: { LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90 })] } },
    });
  });
});
