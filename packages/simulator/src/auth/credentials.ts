/** A user who can get tokens. */
export interface SimulatedUser {
  readonly domainName: string;
  readonly userName: string;
  readonly password: string;
  /** Ids of the projects that the user may scope a token to. */
  readonly projectIds: readonly string[];
  /** Actions that the user is refused with 403, such as `modelarts:service:getEvents`. */
  readonly deniedActions?: readonly string[];
}

/** A pair of keys that requests can be signed with. */
export interface SimulatedKey {
  readonly accessKey: string;
  readonly secretKey: string;
  /** For temporary keys; must be sent with every request. */
  readonly securityToken?: string;
  /** Expiry of temporary keys, epoch ms. */
  readonly expiresAtMs?: number;
  readonly projectIds: readonly string[];
  readonly deniedActions?: readonly string[];
}

/** The credentials that the simulator accepts. */
export interface AuthOptions {
  readonly users?: readonly SimulatedUser[];
  readonly keys?: readonly SimulatedKey[];
  /** Names of projects to their ids, for tokens scoped by name, such as `cn-north-4`. An id is its own name too. */
  readonly projectNames?: Readonly<Record<string, string>>;
  /** Default 24 hours, as IAM's. */
  readonly tokenLifetimeMs?: number;
  /** Maximum difference between `X-Sdk-Date` and the simulator's clock; default 15 minutes. */
  readonly maxClockSkewMs?: number;
}

/** Credentials for the demo project only. */
export const DEMO_AUTH = {
  users: [
    {
      domainName: "demo-domain",
      userName: "demo-user",
      password: "demo-password",
      projectIds: ["demo"],
    },
  ],
  keys: [{ accessKey: "DEMOACCESSKEY0000000", secretKey: "demo-secret-key", projectIds: ["demo"] }],
} as const satisfies AuthOptions;

/** The action that a route needs, by IAM's names. */
export type Action =
  | "modelarts:service:getEvents"
  | "modelarts:service:list"
  | "modelarts:service:get"
  | "modelarts:service:getLogs";

/** The authenticated sender of a request. */
export interface SimulatedCaller {
  /** `null` for a token without a project scope. */
  readonly projectIds: readonly string[] | null;
  readonly deniedActions: readonly string[];
}
