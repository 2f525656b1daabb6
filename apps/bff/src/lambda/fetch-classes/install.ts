import { Headers } from "./headers.ts";
import { Request } from "./request.ts";
import { Response } from "./response.ts";

/**
 * Puts our classes in the place of Node.js' own, for a process that is a Lambda function and nothing else.
 *
 * Node.js loads and compiles all of `fetch` for the first `Request`, `Response` or `Headers`: half of what a function takes to
 * start. Its own also turn text into a stream of bytes, which the adapter would only turn into text again. `fetch` itself is
 * not touched, and goes on with its own classes.
 */
export function installFetchClasses(): void {
  Object.assign(globalThis, { Headers, Request, Response });
}
