import { Headers } from "./headers.ts";
import { Request } from "./request.ts";
import { Response } from "./response.ts";

/**
 * Replaces Node.js' own classes, in a process that is only a Lambda function. Node.js loads and compiles all of `fetch`
 * with the first `Request`, `Response` or `Headers`, which is half of the function's start time. Its classes also turn
 * text into a byte stream that the adapter would turn back into text. `fetch` itself is untouched and keeps its own
 * classes.
 */
export function installFetchClasses(): void {
  Object.assign(globalThis, { Headers, Request, Response });
}
