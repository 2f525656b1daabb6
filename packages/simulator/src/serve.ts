import { parseArgs } from "node:util";
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

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const read = readArguments(args);
  if (typeof read === "string") {
    process.stderr.write(`${read}\n`);
    process.exitCode = 2;
    return;
  }
  if (read.help) {
    process.stdout.write(USAGE);
    return;
  }
  const simulator = createSimulator(read.options);
  const url = await simulator.listen(read.port);
  process.stdout.write(`${url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void simulator.close());
}

interface Arguments {
  readonly help: boolean;
  readonly port: number;
  readonly options: SimulatorOptions;
}

/** Reads the arguments, or says in one line what is wrong with them. */
function readArguments(args: readonly string[]): Arguments | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
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
      },
    });
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
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)} (--help lists the options)`;
  }
}

function readNumber(name: string, text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(number) || number < 0) throw new RangeError(`--${name} takes a number, got ${text}`);
  return number;
}

function readOffsetMode(text: string): SimulatedOffsets {
  if (text === "page" || text === "row") return text;
  throw new RangeError(`--offset-mode takes page or row, got ${text}`);
}
