import type { Template } from "aws-cdk-lib/assertions";

/** The permissions of a role, one line each. */
export type RoleActions = Readonly<Record<string, readonly string[]>>;

/** The permissions of every role in a template, by the role's logical id. */
export function roleActions(template: Template): RoleActions {
  const actions: Record<string, string[]> = {};
  const add = (role: string, lines: readonly string[]) => {
    actions[role] = [...(actions[role] ?? []), ...lines];
  };
  for (const { Properties } of Object.values(template.findResources("AWS::IAM::Policy"))) {
    for (const { Ref: role } of Properties.Roles) {
      add(role, linesOf(Properties.PolicyDocument));
    }
  }
  for (const [role, { Properties }] of Object.entries(template.findResources("AWS::IAM::Role"))) {
    for (const { PolicyDocument } of Properties.Policies ?? []) {
      add(role, linesOf(PolicyDocument));
    }
  }
  return actions;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

function linesOf({ Statement }: { readonly Statement: readonly Statement[] }): string[] {
  return Statement.flatMap(({ Effect, Action, Resource }) => {
    const resources = Array.isArray(Resource) ? Resource : [Resource];
    return [Action]
      .flat()
      .flatMap((action) => resources.map((resource) => `${Effect} ${action} on ${nameOf(resource)}`));
  });
}

/** A readable name of a resource. */
function nameOf(resource: unknown): string {
  if (typeof resource !== "object" || resource === null) return String(resource);
  const [[kind, value] = ["", ""]] = Object.entries(resource);
  if (kind === "Fn::GetAtt") return String(value[0]);
  if (kind === "Fn::GetStackOutput")
    return String(value.OutputName).replace(/^PublishOutput(?:FnGetAtt|Ref)/, "");
  if (kind === "Fn::Join") return value[1].map(nameOf).join("");
  return JSON.stringify(resource);
}
