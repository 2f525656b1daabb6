import { splitOptions, UsageError } from "@deploy-lens/command";
import {
  COMMON_HELP,
  COMMON_OPTIONS,
  type CommonOptions,
  commonOptions,
  type Environment,
  timeOption,
} from "./options.ts";
import { UPSTREAM_HELP } from "./upstream-settings.ts";

export interface BackfillOptions extends CommonOptions {
  readonly fromMs: number;
  readonly toMs: number;
}

/** "Events are saved for one month": 31 days. */
const MONTH_MS = 31 * 86_400_000;

export function backfillHelp(): string {
  return `Reads a past window from the upstream again, and stores what was missed.

  npm run backfill -- [options]

  --from TIME        events at TIME or later: ISO 8601 with Z or an offset, a UTC date, or epoch ms; default: a month ago,
                     which is as long as the upstream keeps them
  --to TIME          events before TIME; default: now
${COMMON_HELP}
${UPSTREAM_HELP}
Safe to repeat, to interrupt, and to run beside live traffic: what is known already is not written again.
`;
}

/** Returns `null` for `--help`. @throws UsageError naming the option and what is allowed. */
export function backfillOptions(
  argv: readonly string[],
  env: Environment,
  nowMs: number,
): BackfillOptions | null {
  const values = splitOptions(argv, {
    ...COMMON_OPTIONS,
    from: { type: "string" },
    to: { type: "string" },
  });
  if (values.help === true) return null;
  const toMs = values.to === undefined ? nowMs : timeOption("to", values.to);
  const fromMs = values.from === undefined ? toMs - MONTH_MS : timeOption("from", values.from);
  if (fromMs >= toMs) throw new UsageError("--from must be before --to");
  return { ...commonOptions(values, env), fromMs: Math.max(0, fromMs), toMs };
}
