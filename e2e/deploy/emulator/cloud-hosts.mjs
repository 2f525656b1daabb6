// Preloaded by Node.js before a command: redirects TLS connections for AWS hosts to the emulator, which has their
// certificates.
import { syncBuiltinESMExports } from "node:module";
import tls from "node:tls";

const AWS_HOST = /\.(?:amazonaws\.com|cloudfront\.net|execute-api\.localhost)$/;
const { connect } = tls;

tls.connect = (...args) => {
  const [options, ...more] = args;
  const host = options?.host ?? options?.hostname;
  if (typeof host !== "string" || !AWS_HOST.test(host)) return connect(...args);
  const emulator = {
    host: "127.0.0.1",
    port: Number(process.env.DEPLOY_TEST_EMULATOR_PORT),
    servername: host,
  };
  return connect({ ...options, ...emulator }, ...more);
};
syncBuiltinESMExports();
