import { runCommand, splitOptions, UsageError } from "@deploy-lens/command";
import type { SimulatedOffsets } from "./api/paging.ts";
import { DEMO_AUTH } from "./auth/credentials.ts";
import { createSimulator, type SimulatorOptions } from "./simulator.ts";

const USAGE = `Usage: node src/serve.ts [OPTION…]

Serves a simulated ModelArts on loopback until it is interrupted.

  --port N             default 0: any that is free
  --seed TEXT          what the history follows from; default deploy-lens
  --services N         services with history; default 24
  --idle-services N    services without; default 0
  --days N             days of history; default 35
  --acceleration N     how much faster than life the live service is deployed; default 2.5
  --period-ms N        from one live deployment to the next; default 150000
  --offset-mode MODE   page (default) or row
  --auth               demand the demo project's credentials; without it everybody may ask
  --control            serve /_simulator/faults, /_simulator/clock, /_simulator/requests
  --help               print this
`;

interface Arguments {
  readonly help: boolean;
  readonly port: number;
  readonly options: SimulatorOptions;
}

const OPTIONS = {
  port: { type: "string", default: "0" },
  seed: { type: "string", default: "deploy-lens" },
  services: { type: "string", default: "24" },
  "idle-services": { type: "string", default: "0" },
  days: { type: "string", default: "35" },
  acceleration: { type: "string", default: "2.5" },
  "period-ms": { type: "string", default: "150000" },
  "offset-mode": { type: "string", default: "page" },
  auth: { type: "boolean", default: false },
  control: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

function readArguments(args: readonly string[]): Arguments {
  const values = splitOptions(args, OPTIONS);
  return {
    help: values.help,
    port: readNumber("port", values.port),
    options: {
      scenario: {
        seed: values.seed,
        services: readNumber("services", values.services),
        idleServices: readNumber("idle-services", values["idle-services"]),
        days: readNumber("days", values.days),
        live: {
          acceleration: readNumber("acceleration", values.acceleration),
          periodMs: readNumber("period-ms", values["period-ms"]),
        },
      },
      offsetMode: readOffsetMode(values["offset-mode"]),
      auth: values.auth ? DEMO_AUTH : null,
      controlRoutes: values.control,
    },
  };
}

function readNumber(name: string, text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(number) || number < 0) throw new UsageError(`--${name} takes a number, got ${text}`);
  return number;
}

function readOffsetMode(text: string): SimulatedOffsets {
  if (text === "page" || text === "row") return text;
  throw new UsageError(`--offset-mode takes page or row, got ${text}`);
}

await runCommand("serve", async () => {
  const read = readArguments(process.argv.slice(2));
  if (read.help) {
    process.stdout.write(USAGE);
    return;
  }
  const simulator = createSimulator(read.options);
  const url = await simulator.listen(read.port);
  process.stdout.write(`${url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void simulator.close());
});
