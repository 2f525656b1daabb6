import type { Output } from "./canaries.ts";

/** Reads what this process writes to its standard output and error while `run` goes on: `console` ends there, too. */
export async function watchProcess<Value>(
  run: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly outputs: readonly Output[] }> {
  const outputs: Output[] = [];
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  for (const [index, stream] of streams.entries()) {
    stream.write = ((chunk: string | Uint8Array, ...rest: [never]) => {
      outputs.push({ where: index === 0 ? "standard output" : "standard error", text: textOf(chunk) });
      return writes[index]?.call(stream, chunk, ...rest) ?? true;
    }) as typeof stream.write;
  }
  try {
    return { value: await run(), outputs };
  } finally {
    for (const [index, stream] of streams.entries()) {
      const write = writes[index];
      if (write !== undefined) stream.write = write;
    }
  }
}

function textOf(chunk: string | Uint8Array): string {
  return typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
}
