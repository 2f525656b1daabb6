import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PythonError } from "../../install-python.ts";

/** The region of the deployed environment. */
export const REGION = "ap-southeast-1";

/** The region of a second environment. */
export const SECOND_REGION = "eu-west-1";

/** The region in which the emulator represents a new account. */
export const NEW_ACCOUNT_REGION = "eu-central-1";

/** Files for TLS on both sides. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** The paths that {@link makeCertificate} writes. */
export function certificateIn(folder: string): Certificate {
  return { certificateFile: join(folder, "certificate.pem"), keyFile: join(folder, "key.pem") };
}

/**
 * Creates a certificate for every emulated host, of AWS and of the token issuer. All use TLS as in the cloud, because
 * policies require it.
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
