// A process that takes as long to close as its argument says, ms; `never` is an argument too.
import { setTimeout } from "node:timers/promises";
import { endOnSignal } from "../end-on-signal.ts";

const [closeMs = "never"] = process.argv.slice(2);

endOnSignal(
  async () => {
    process.stdout.write("closing\n");
    await (closeMs === "never" ? new Promise(() => undefined) : setTimeout(Number(closeMs)));
    process.stdout.write("closed\n");
  },
  () => undefined,
);
process.stdin.resume();
process.stdout.write("ready\n");
