import { REGIONS } from "@deploy-lens/modelarts/settings/endpoint";
import * as z from "zod";
import { ACCESS_LOG_REGIONS, unsupportedRegion } from "./regions.ts";

const HTTPS_OR_LOOPBACK = /^https:\/\/[^\s/]|^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::|\/|$)/;
const URL_HINT = "must be an https URL such as https://host (http only to this very machine)";

const url = z
  .string()
  .refine((text) => URL.canParse(text) && HTTPS_OR_LOOPBACK.test(text), { error: URL_HINT });

const id = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/, "must be an id: letters, digits, - and _");

const origin = url.refine((text) => URL.parse(text)?.origin === text, {
  error: "must be an origin: scheme and host, no path, no slash at the end",
});

/** The source of events. */
const ModelArts = z
  .strictObject({
    region: z
      .enum(REGIONS, { error: `must be one of ${REGIONS.join(", ")}` })
      .optional()
      .describe("A region's name such as `cn-north-4`; or else `endpoint`."),
    endpoint: url.optional(),
    iamEndpoint: url.optional().describe("Where tokens come from, when it is not the region's own."),
    offsetMode: z
      .enum(["page", "row", "auto"])
      .default("auto")
      .describe("What `offset` means upstream; `auto` finds out."),
    projects: z
      .array(id)
      .min(1, "must name at least one project")
      .describe("Ids of the projects that this environment serves."),
    secretName: z
      .string()
      .regex(/^[\w/+=.@-]{1,512}$/, "must be a name that Secrets Manager takes")
      .optional()
      .describe(
        "Name of the secret with the credentials; by default CloudFormation chooses one. Another name makes another, empty secret.",
      ),
    watch: z
      .array(z.string().regex(/^[^/\s]+\/[^/\s]+$/, "must be PROJECT/SERVICE"))
      .default([])
      .describe(
        "`PROJECT/SERVICE`: projects named here are not discovered, only these services are watched.",
      ),
  })
  .refine(({ region, endpoint }) => (region === undefined) !== (endpoint === undefined), {
    error: "set one of region and endpoint",
    path: ["region"],
  })
  .refine(({ projects, watch }) => watch.every((entry) => projects.includes(entry.split("/")[0] ?? "")), {
    error: "names a project that projects does not list",
    path: ["watch"],
  });

/** The issuer of the callers' tokens. */
const Identity = z.strictObject({
  issuer: z
    .string()
    .regex(/^https:\/\/[^\s?#]+$/, "must be an https URL")
    .describe("Exactly as tokens spell it in `iss`."),
  audiences: z
    .array(z.string().min(1))
    .min(1, "must name at least one audience")
    .describe(
      "One of them must stand in a token's `aud`. Each environment needs its own: a token of one must not read another.",
    ),
  projectsClaim: z
    .string()
    .min(1)
    .default("projects")
    .describe("The claim that lists the projects that the caller may read."),
  requiredScope: z
    .string()
    .regex(/^\S+$/, "must be one scope")
    .optional()
    .describe(
      "A scope that every token must have: the most reliable way to distinguish access tokens from ID tokens. The dashboard requests `scopes`.",
    ),
  dashboardClientId: z.string().min(1).describe("The client that the dashboard signs in as."),
  otherOrigins: z
    .array(origin)
    .default([])
    .describe(
      "Other origins that the dashboard talks to when it signs in: of a token endpoint that is not at the issuer's.",
    ),
  scopes: z
    .array(z.string().min(1))
    .default(["openid", "profile"])
    .describe("What the dashboard asks for when it signs in."),
  dashboardAudience: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Sent as `audience` when the dashboard signs in: Auth0 issues a JWT only to those who name an API.",
    ),
  dashboardResource: z
    .string()
    .min(1)
    .optional()
    .describe("Sent as `resource` (RFC 8707) when the dashboard signs in and renews."),
});

const Api = z.strictObject({
  requestsPerSecond: z
    .int()
    .min(1)
    .default(100)
    .describe("Requests a second that the API takes in all; more are refused with 429."),
  requestsPerCaller: z
    .int()
    .min(1)
    .default(50)
    .describe(
      "Requests a second that each copy of the function takes of one caller, the subject of the token; more are refused with 429.",
    ),
  burst: z.int().min(1).default(200).describe("Requests that may come at once on top."),
  gradual: z
    .boolean()
    .optional()
    .describe(
      "Releases a new version to a tenth of the requests first, for five minutes; default: in production.",
    ),
  corsOrigins: z.array(origin).default([]).describe("Origins of other web pages that may read answers."),
});

const Pipeline = z.strictObject({
  maxConcurrency: z
    .int()
    .min(2)
    .max(1000)
    .default(5)
    .describe(
      "Services derived at once: calls that the upstream sees side by side are at most five times this.",
    ),
  reserveConcurrency: z
    .boolean()
    .default(true)
    .describe(
      "Sets concurrency aside for the pipeline, so that nothing ever runs beside it more often than intended. Off where the account's quota is too small for it (new accounts have 10).",
    ),
});

/** Groups of firewall rules that AWS maintains, in the order in which they are evaluated. */
export const MANAGED_RULE_GROUPS = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesCommonRuleSet",
] as const;

const CERTIFICATE_ARN = /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/;

const Domain = z.strictObject({
  name: z.hostname(),
  certificateArn: z
    .string()
    .regex(CERTIFICATE_ARN, "must be the ARN of a certificate in us-east-1, where CloudFront looks for it"),
  hostedZone: z
    .strictObject({ id: z.string().regex(/^Z[A-Z0-9]+$/), name: z.hostname() })
    .optional()
    .describe("The zone to put the name into; without it, point the name at the distribution yourself."),
});

const Web = z.strictObject({
  domain: Domain.optional(),
  firewall: z
    .boolean()
    .default(false)
    .describe(
      "A web application firewall before CloudFront: AWS's managed rules, limits per token and per address.",
    ),
  requestsPerToken: z
    .int()
    .min(100)
    .default(3_000)
    .describe("Requests in five minutes that the firewall lets through for one token at one address."),
  requestsPerAddress: z
    .int()
    .min(100)
    .default(30_000)
    .describe(
      "Requests in five minutes that the firewall lets through for one address. An open dashboard sends 200.",
    ),
  officeAddresses: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .default([])
    .describe(
      "Address ranges such as `203.0.113.0/24` that `requestsPerAddress` does not apply to: many people share them.",
    ),
  firewallOverrides: z
    .partialRecord(
      z.enum(MANAGED_RULE_GROUPS),
      z.record(z.string().min(1), z.enum(["count", "allow", "block"])),
    )
    .prefault({})
    .describe("What to do instead where a rule of AWS's groups blocks too much, by group and rule."),
  accessLogs: z
    .boolean()
    .default(false)
    .describe("Keeps CloudFront's access logs, in a bucket that outlives the stack."),
});

const Alarms = z.strictObject({
  emails: z.array(z.email()).default([]).describe("Recipients; each address must confirm once."),
  canaryMinutes: z
    .int()
    .min(0)
    .max(60)
    .default(5)
    .describe("How often the smoke test runs in the account, minutes, with an alarm on it; 0: never."),
  monthlyBudgetUsd: z
    .number()
    .positive()
    .optional()
    .describe(
      "Monthly budget of the account, US dollars; `emails` are notified at 80 % and when the forecast exceeds it.",
    ),
});

/** CDK's access to the account, and organisation-wide requirements. */
const Account = {
  bootstrapQualifier: z
    .string()
    .regex(/^[a-z0-9]{1,10}$/, "must be up to ten lower-case letters and digits")
    .optional()
    .describe(
      "What `cdk bootstrap` put into the names of its roles, when it is not CDK's default `hnb659fds`.",
    ),
  permissionsBoundary: z
    .string()
    .regex(/^[\w+=,.@-]{1,128}$/, "must be the name of a managed policy")
    .optional()
    .describe("Name of the managed policy that bounds every role made here."),
  tags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .default({})
    .describe("Tags of every resource, beside `application` and `environment`."),
};

/** The settings of one environment. The files are `infra/environments/*.json`. */
export const EnvironmentSettings = z
  .strictObject({
    $schema: z.string().optional(),
    production: z
      .boolean()
      .default(false)
      .describe(
        "Keeps table, secret and stacks from being deleted, backs the table up, and requires a recipient of alarms.",
      ),
    account: z
      .string()
      .regex(/^\d{12}$/, "must be twelve digits")
      .optional()
      .describe("Twelve digits; default: of the credentials that deploy."),
    region: z
      .string()
      .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "must be an AWS region such as ap-southeast-1")
      .optional()
      .describe("AWS region; default: of the environment that deploys."),
    ...Account,
    restoredTable: z
      .string()
      .regex(/^[\w.-]{3,255}$/, "must be the name of a table")
      .optional()
      .describe(
        "Name of the table to use instead of the environment's own: one that was restored (docs/runbook.md).",
      ),
    modelarts: ModelArts,
    identity: Identity,
    api: Api.prefault({}),
    pipeline: Pipeline.prefault({}),
    web: Web.prefault({}),
    alarms: Alarms.prefault({}),
    logDays: z
      .literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365])
      .default(30)
      .describe("How long logs are kept."),
    logLevel: z.enum(["debug", "info", "warn", "error"]).default("info"),
  })
  .superRefine(({ region, production, alarms, web }, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    const problem = region === undefined ? null : unsupportedRegion(region);
    if (problem !== null) refuse(["region"], problem);
    if (production && alarms.emails.length === 0)
      refuse(["alarms", "emails"], "must name a recipient: alarms of production would go unnoticed");
    if (alarms.monthlyBudgetUsd !== undefined && alarms.emails.length === 0)
      refuse(["alarms", "emails"], "must name a recipient for monthlyBudgetUsd");
    if (web.accessLogs && region !== undefined && !ACCESS_LOG_REGIONS.has(region))
      refuse(
        ["web", "accessLogs"],
        `cannot be on in ${region}: CloudFront delivers no access logs to buckets of regions that an account must opt in to`,
      );
  });

export type EnvironmentSettings = z.infer<typeof EnvironmentSettings>;
