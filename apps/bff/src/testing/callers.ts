import type { TestIssuer } from "./issuer.ts";

/** A caller: the credentials sent, and whether they are valid. */
export interface Caller {
  readonly name: string;
  readonly isRight: boolean;
  readonly authorization: string | null;
}

/** Every kind of caller, one of them right; `foreign` is an issuer that the app does not trust. */
export async function everyCaller(issuer: TestIssuer, foreign: TestIssuer): Promise<readonly Caller[]> {
  const right = await issuer.token();
  const [header = "", payload = "", signature = ""] = right.split(".");
  const changed = base64({ projects: ["other"] });
  const wrong: Readonly<Record<string, string | null>> = {
    "no token": null,
    "no text": "",
    "no scheme": right,
    Basic: `Basic ${Buffer.from("a:b").toString("base64")}`,
    garbage: "Bearer garbage",
    "an empty token": "Bearer ",
    "two tokens": `Bearer ${right}, Bearer ${right}`,
    "token without signature": `Bearer ${header}.${payload}.`,
    "token of alg none": `Bearer ${base64({ alg: "none" })}.${payload}.`,
    "token whose claims were changed": `Bearer ${header}.${changed}.${signature}`,
    "expired token": `Bearer ${await issuer.token({ exp: Math.floor(Date.now() / 1000) - 60 })}`,
    "token for another audience": `Bearer ${await issuer.token({ aud: "another" })}`,
    "token of another issuer": `Bearer ${await issuer.token({ iss: "https://another.example" })}`,
    // Under the name of the right key.
    "token signed by another key": `Bearer ${await foreign.token({ iss: issuer.setting.issuer })}`,
    "token that lists no project": `Bearer ${await issuer.token({ projects: [] })}`,
    "token that lists *": `Bearer ${await issuer.token({ projects: "*" })}`,
  };
  return [
    ...Object.entries(wrong).map(([name, authorization]) => ({ name, authorization, isRight: false })),
    { name: "right token", authorization: `Bearer ${right}`, isRight: true },
  ];
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
