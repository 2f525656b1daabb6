import { createServer, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { TLSSocket } from "node:tls";
import { generate } from "selfsigned";
import type { Mishap, Point } from "./fault.ts";
import { type Claims, type RawAnswer, rawAnswer, readRequest } from "./raw-answer.ts";

/** Late, but within every deadline. */
const LATENCY_MS = 60;

/** Neither TLS, nor HTTP, nor JSON. */
const GARBAGE = Buffer.from("\u0000\u0001garbage\r\n\u0000: \u0002\r\n", "latin1");
const PAGE = "<html><body>The service is under maintenance.</body></html>";

/** A proxy between client and upstream that breaks connections as networks do. */
export interface FaultProxy {
  readonly url: string;
  /** Applies to new connections and new requests. */
  mishap: Mishap | null;
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Starts a proxy in front of an upstream; with a certificate, it speaks TLS. */
export async function startFaultProxy(target: string, certificate: Certificate | null): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    const { mishap } = proxy;
    if (mishap === null || mishap.fault !== "never closes") socket.on("end", () => socket.end());
    serve(socket, () => proxy.mishap, target, certificate).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const proxy: FaultProxy = {
    url: certificate === null ? `http://127.0.0.1:${address.port}` : `https://localhost:${address.port}`,
    mishap: null,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return proxy;
}

async function serve(
  socket: Socket,
  currentMishap: () => Mishap | null,
  target: string,
  certificate: Certificate | null,
): Promise<void> {
  const first = currentMishap();
  const at = (point: Point) => (first?.point === point ? first.fault : null);
  let wire: Duplex = socket;
  for (const point of ["connect", "tls"] as const) {
    if (point === "tls") await firstBytes(socket);
    if (at(point) === null) continue;
    if (at(point) === "slow bytes") wire = dripping(socket);
    else if (!(await strike(socket, socket, at(point)))) return;
  }
  const stream = certificate === null ? wire : secured(wire, certificate);
  for (;;) {
    const request = await readRequest(stream);
    if (request === null) return;
    const mishap = currentMishap();
    const answer = await rawAnswer(target, request, claimsOf(mishap));
    if (!(await deliver(stream, socket, answer, mishap))) return;
  }
}

function secured(wire: Duplex, { cert, key }: Certificate): TLSSocket {
  const stream = new TLSSocket(wire, { isServer: true, cert, key });
  stream.on("error", () => undefined);
  return stream;
}

/** Waits for the client's first bytes without consuming them. */
async function firstBytes(socket: Socket): Promise<void> {
  if (socket.readableLength > 0) return;
  await new Promise<void>((resolve) => {
    socket.once("readable", resolve);
    socket.once("close", resolve);
  });
}

function claimsOf(mishap: Mishap | null): Claims {
  if (mishap?.fault === "never closes") return { missingBytes: 1 };
  const early = mishap !== null && mishap.point !== "body" && mishap.point !== "end";
  return mishap?.fault === "wrong content type" && early ? { contentType: "text/html" } : {};
}

/** Sends the answer up to the point, then applies the fault. Returns false if the connection is finished. */
async function deliver(
  stream: Duplex,
  socket: Socket,
  { head, body }: RawAnswer,
  mishap: Mishap | null,
): Promise<boolean> {
  const bytes = Buffer.concat([head, body]);
  const at = mishap === null ? bytes.length : offsetOf(mishap.point, head.length, bytes.length);
  await write(stream, bytes.subarray(0, at));
  const rest = bytes.subarray(at);
  const fault = mishap === null || at === null ? null : mishap.fault;
  if (mishap === null || mishap.point === "connect" || mishap.point === "tls") return true;
  switch (fault) {
    case "slow bytes":
      await drip(stream, rest);
      return true;
    case "malformed":
      // A body keeps its promised length; otherwise this would be a cut.
      await write(stream, mishap.point === "body" ? Buffer.alloc(rest.length, GARBAGE) : GARBAGE);
      if (mishap.point !== "body") await write(stream, rest);
      return true;
    case "wrong content type":
      if (mishap.point === "body") await write(stream, Buffer.alloc(rest.length, PAGE));
      else await write(stream, mishap.point === "end" ? Buffer.from(PAGE) : rest);
      return true;
    default:
      if (!(await strike(stream, socket, fault))) return false;
      await write(stream, rest);
      return true;
  }
}

/** The offset of a point in the bytes of an answer. */
function offsetOf(point: Point, headLength: number, length: number): number {
  switch (point) {
    case "connect":
    case "tls":
    case "end":
      return length;
    case "request":
      return 0;
    case "head":
      return Math.floor(headLength / 2);
    case "body":
      return Math.floor((headLength + length) / 2);
    default:
      return point satisfies never;
  }
}

/** Applies a fault that needs no bytes of an answer. Returns false if the connection is finished. */
async function strike(stream: Duplex, socket: Socket, fault: Mishap["fault"] | null): Promise<boolean> {
  switch (fault) {
    case "latency":
      await sleep(LATENCY_MS);
      return true;
    case "black hole":
      socket.pause();
      return false;
    case "never closes":
      socket.resume();
      return false;
    case "reset":
      socket.resetAndDestroy();
      return false;
    case "cut":
      stream.end();
      return false;
    case "malformed":
      await write(stream, GARBAGE);
      return true;
    case "slow bytes":
    case "wrong content type":
    case null:
      return true;
    default:
      return fault satisfies never;
  }
}

function write(stream: Duplex, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (bytes.length === 0 || stream.destroyed) resolve();
    else stream.write(bytes, () => resolve());
  });
}

/** Between bytes: never silent, and never done in time. */
const INTERVAL_MS = 20;

/** Writes bytes one by one until all are written or the stream ends. */
async function drip(stream: Duplex, bytes: Buffer): Promise<void> {
  for (const byte of bytes) {
    if (stream.destroyed || !stream.writable) return;
    stream.write(Buffer.of(byte));
    await sleep(INTERVAL_MS);
  }
}

/** A socket whose output drips, as a transport for TLS. */
function dripping(socket: Socket): Duplex {
  const slow = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _, done) => {
      drip(socket, chunk).then(() => done(), done);
    },
    final: (done) => {
      socket.end();
      done();
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on("data", (chunk) => {
    if (!slow.push(chunk)) socket.pause();
  });
  socket.on("end", () => slow.push(null));
  socket.on("close", () => slow.destroy());
  return slow;
}

/** PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate for loopback, valid for a day. */
export async function createCertificate(): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    notAfterDate: new Date(Date.now() + 86_400_000),
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { cert, key };
}
