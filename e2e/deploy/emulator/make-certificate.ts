import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PythonError } from "../../install-python.ts";

/** The region that the environment is deployed to. */
export const REGION = "ap-southeast-1";

/** The region of a second environment. */
export const SECOND_REGION = "eu-west-1";

/** Where the emulator plays an account that is new. */
export const NEW_ACCOUNT_REGION = "eu-central-1";

/** Files with what TLS needs, on both sides. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Where {@link makeCertificate} puts them. */
export function certificateIn(folder: string): Certificate {
  return { certificateFile: join(folder, "certificate.pem"), keyFile: join(folder, "key.pem") };
}

/**
 * Makes a certificate for everything that is played here: AWS and the issuer of tokens. All of them speak TLS as they do in
 * the cloud, since policies refuse whoever does not.
 *
 * @throws PythonError
 */
export function makeCertificate(python: string, folder: string): Certificate {
  const certificate = certificateIn(folder);
  const names = [
    "127.0.0.1",
    "localhost",
    "*.execute-api.localhost",
    `*.execute-api.${REGION}.amazonaws.com`,
    `*.execute-api.${SECOND_REGION}.amazonaws.com`,
    "*.cloudfront.net",
  ];
  const script = join(import.meta.dirname, "certificate.py");
  const { status, stderr } = spawnSync(
    python,
    [script, certificate.certificateFile, certificate.keyFile, ...names],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new PythonError(`could not make a certificate:\n${stderr}`);
  return certificate;
}
