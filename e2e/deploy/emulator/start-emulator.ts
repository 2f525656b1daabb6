import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Certificate, NEW_ACCOUNT_REGION, REGION } from "./make-certificate.ts";

/** The emulator's own account. */
export const ACCOUNT = "000000000000";

export interface Emulator {
  readonly endpoint: string;
  readonly port: number;
  /** Environment variables that let AWS tools and SDKs use the emulator as an administrator. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const ROOT_KEY = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

export interface EmulatorOptions {
  readonly python: string;
  readonly certificate: Certificate;
  /** The folder into which it unpacks functions. */
  readonly folder: string;
  readonly logFile: string;
}

/** Starts the emulator. It checks the signature and permissions of every call, as AWS does. */
export async function startEmulator({
  python,
  certificate,
  folder,
  logFile,
}: EmulatorOptions): Promise<Emulator> {
  const port = await freePort();
  const { certificateFile, keyFile } = certificate;
  const child = spawn(python, ["-u", join(import.meta.dirname, "start.py")], {
    env: {
      ...process.env,
      ...ROOT_KEY,
      TMPDIR: folder,
      GATEWAY_PORT: port.toString(),
      BIND_HOST: "127.0.0.1",
      MINISTACK_REGION: REGION,
      NEW_ACCOUNT_REGION,
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      AUTH: "true",
      USE_SSL: "1",
      MINISTACK_SSL_CERT: certificateFile,
      MINISTACK_SSL_KEY: keyFile,
      // For Python: the CAs that the emulator trusts when it calls the issuer or the API.
      SSL_CERT_FILE: certificateFile,
      LAMBDA_EXECUTOR: "local",
      // For the functions, which inherit them: the canary asks for CloudFront by its name.
      ...cloudHosts(port),
      IOT_MTLS_ENABLED: "0",
      SFTP_ENABLED: "0",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const exited = once(child, "exit");

  const endpoint = `https://127.0.0.1:${port}`;
  if (!(await isHealthy(endpoint, () => child.exitCode !== null))) {
    child.kill("SIGKILL");
    throw new Error(`the AWS emulator did not start; ${logFile} says why`);
  }
  return {
    endpoint,
    port,
    environment: {
      ...ROOT_KEY,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_CA_BUNDLE: certificateFile,
      NODE_EXTRA_CA_CERTS: certificateFile,
      ...cloudHosts(port),
    },
    stop: async () => {
      child.kill("SIGTERM");
      await Promise.race([exited, sleep(5_000, undefined, { ref: false })]);
      child.kill("SIGKILL");
      log.end();
    },
  };
}

/** Makes Node.js find the emulator under the names of AWS' hosts. */
function cloudHosts(port: number) {
  return {
    NODE_OPTIONS: `--import=${join(import.meta.dirname, "cloud-hosts.mjs")}`,
    DEPLOY_TEST_EMULATOR_PORT: port.toString(),
  };
}

async function isHealthy(endpoint: string, hasExited: () => boolean): Promise<boolean> {
  const giveUpAtMs = Date.now() + 120_000;
  while (!hasExited() && Date.now() < giveUpAtMs) {
    const response = await fetch(`${endpoint}/_ministack/health`).catch(() => null);
    if (response?.ok === true) return true;
    await sleep(200);
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
