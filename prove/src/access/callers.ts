import type { Issuer, TokenWishes } from "../stack/issuer.ts";

/** A caller: the credentials sent, and whether they are valid. */
export interface Caller {
  readonly name: string;
  readonly isRight: boolean;
  readonly authorization: string | null;
}

const WRONG: readonly (readonly [name: string, wishes: TokenWishes])[] = [
  ["expired token", { lifeS: -60 }],
  ["token for another audience", { audience: "another" }],
  ["token of another issuer", { issuer: "https://another.example" }],
  ["token signed by somebody else", { forged: true }],
  ["token that lists no project", { projects: [] }],
  ["token that lists *", { projects: "*" }],
];

/** Every kind of caller; one of them is right. */
export async function everyCaller(issuer: Issuer): Promise<readonly Caller[]> {
  const right = await issuer.token({ projects: ["demo"] });
  const [header = "", payload = ""] = right.split(".");
  const texts: readonly (readonly [string, string | null])[] = [
    ["no token", null],
    ["no text", ""],
    ["no scheme", right],
    ["Basic", `Basic ${Buffer.from("a:b").toString("base64")}`],
    ["garbage", "Bearer garbage"],
    ["an empty token", "Bearer "],
    ["two tokens", `Bearer ${right}, Bearer ${right}`],
    ["token without signature", `Bearer ${header}.${payload}.`],
    ["token of alg none", `Bearer ${base64({ alg: "none" })}.${payload}.`],
    [
      "token whose claims were changed",
      `Bearer ${header}.${base64({ projects: ["other"] })}.${right.split(".")[2]}`,
    ],
  ];
  const wrong = await Promise.all(
    WRONG.map(async ([name, wishes]) => [name, `Bearer ${await issuer.token(wishes)}`] as const),
  );
  return [
    ...[...texts, ...wrong].map(([name, authorization]) => ({ name, authorization, isRight: false })),
    { name: "right token", authorization: `Bearer ${right}`, isRight: true },
  ];
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
