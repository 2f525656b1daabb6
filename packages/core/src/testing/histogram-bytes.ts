import { ByteReader, ByteWriter, readHistogram, writeHistogram } from "../histogram/codec.ts";
import type { DurationHistogram } from "../histogram/index.ts";

/** A histogram's bytes alone. */
export function bytesOfHistogram(histogram: DurationHistogram): Uint8Array {
  const writer = new ByteWriter();
  writeHistogram(writer, histogram);
  return writer.bytes();
}

/** The histogram that some bytes are. */
export function histogramOfBytes(bytes: Uint8Array): DurationHistogram {
  const reader = new ByteReader("histogram", bytes);
  const histogram = readHistogram(reader);
  reader.end();
  return histogram;
}
