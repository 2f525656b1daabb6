import { type Duration, Lazy, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { FunctionCode } from "../app-code.ts";
import { logRetention } from "../log-retention.ts";
import type { Settings } from "../settings.ts";
import { type Binding, definitionOf } from "./binding.ts";

/** The variable that makes a function take up what other stacks replaced; no function reads it. */
const DEFINITIONS_VARIABLE = "DEFINITIONS";

/** What a function is made of; the rest is the same for all. */
export interface AppFunctionProps {
  /** Default: CloudFormation makes one up. */
  readonly name?: string;
  readonly description: string;
  readonly code: FunctionCode;
  /** Variables that are known here. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables that name something the function uses, and so must be allowed to use. */
  readonly bindings?: Readonly<Record<string, Binding>>;
  readonly timeout: Duration;
  readonly memoryMb: number;
  /** The most copies that run at once; default: as many as the account has left. */
  readonly reservedConcurrency?: number | undefined;
  readonly settings: Settings;
  /** Why nothing takes over what an invocation could not do. */
  readonly noDeadLetterReason: string;
}

/**
 * A function: Node.js 24 on arm64, logs in JSON that expire, traced, with a role that names each action and each resource.
 */
export class AppFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: AppFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Logs", {
      retention: logRetention(props.settings),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // CDK's own role would bring a managed policy, which allows logs of every function.
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);

    this.lambda = new LambdaFunction(this, "Function", {
      ...(props.name === undefined ? {} : { functionName: props.name }),
      description: props.description,
      // The bundler's own report stands in some of the folders.
      code: Code.fromAsset(props.code.folder, { exclude: ["metafile.json"] }),
      handler: props.code.handler,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Lambda drops what is below, metrics included: they are lines of level INFO. The function itself drops what logLevel excludes.
      applicationLogLevelV2:
        props.settings.logLevel === "debug" ? ApplicationLogLevel.DEBUG : ApplicationLogLevel.INFO,
      tracing: Tracing.ACTIVE,
      timeout: props.timeout,
      memorySize: props.memoryMb,
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
      environment: { ...props.environment },
    });
    const bindings = Object.entries(props.bindings ?? {});
    for (const [name, { value, grant }] of bindings) {
      this.lambda.addEnvironment(name, value);
      grant(this.lambda);
    }
    const producers = bindings.flatMap(([, { producer }]) => (producer === undefined ? [] : [producer]));
    if (producers.length > 0) {
      const produce = () => producers.map(definitionOf).join(" ");
      this.lambda.addEnvironment(DEFINITIONS_VARIABLE, Lazy.string({ produce }));
    }

    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason:
        "xray:PutTraceSegments and xray:PutTelemetryRecords know no resources; nothing else is allowed on all.",
    });
    Validations.of(this.lambda).acknowledge({ id: "Serverless-LambdaDLQ", reason: props.noDeadLetterReason });
  }
}
