import type { ServiceEvent, Severity } from "@deploy-lens/core/event/service-event";
import type { Random } from "../random/index.ts";
import { uuidOf } from "../service/ids.ts";
import type { StatusTransition } from "../service/index.ts";
import { ERROR_TEXTS, SERVICE_TEXTS, UNDOCUMENTED_TEXTS } from "./texts.ts";
import type { ServiceTraits } from "./traits.ts";

const AUTO_STOP_SECONDS = 7_200;

/** The events and status changes between two attempts. */
export interface IdleTime {
  readonly events: readonly ServiceEvent[];
  readonly transitions: readonly StatusTransition[];
  /** True if it is stopped when the next attempt begins. */
  readonly stopped: boolean;
}

/** A span of idle time, and whether the service runs at its beginning. */
export interface IdleSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly running: boolean;
}

/** Draws stops, automatic stops, license notes, health problems and remarks for a span of idle time. */
export function spendIdleTime(random: Random, traits: ServiceTraits, span: IdleSpan): IdleTime {
  const asides = drawAsides(random, traits, span);
  const main = span.running ? spendRunningTime(random, traits, span) : NOTHING;
  return {
    events: [...asides, ...main.events].sort((a, b) => a.occurredAtMs - b.occurredAtMs),
    transitions: main.transitions,
    stopped: main.stopped,
  };
}

const NOTHING: IdleTime = { events: [], transitions: [], stopped: false };

function spendRunningTime(random: Random, traits: ServiceTraits, span: IdleSpan): IdleTime {
  const lengthMs = span.toMs - span.fromMs;
  if (traits.autoStops) return autoStop(random, span);
  if (lengthMs > 30 * 60_000 && random.chance(traits.stopShare)) return stopByHand(random, span);
  // A problem that passes: the service is `running` again afterwards, with a newer transition. Omitted where the
  // status alone announces success, because there it would look like a success.
  if (traits.announcesSuccess && lengthMs > 3 * 3_600_000 && random.chance(0.03)) {
    return {
      ...NOTHING,
      transitions: [
        { atMs: within(span, 0.3), status: "concerning" },
        { atMs: within(span, 0.35), status: "running" },
      ],
    };
  }
  return NOTHING;
}

function autoStop(random: Random, span: IdleSpan): IdleTime {
  const enabledAtMs = span.fromMs + 1_000;
  if (enabledAtMs >= span.toMs) return NOTHING;
  const enabled = line(enabledAtMs, "normal", SERVICE_TEXTS.autoStopEnabled(AUTO_STOP_SECONDS));
  const expiresAtMs = enabledAtMs + AUTO_STOP_SECONDS * 1_000;

  if (expiresAtMs + 60_000 >= span.toMs) {
    const disables = span.toMs - enabledAtMs > 120_000 && random.chance(0.3);
    const disabled = line(within(span, 0.9), "normal", SERVICE_TEXTS.autoStopDisabled);
    return { ...NOTHING, events: disables ? [enabled, disabled] : [enabled] };
  }
  if (random.chance(0.04)) {
    const failed = line(expiresAtMs, "abnormal", SERVICE_TEXTS.autoStopFailed(ERROR_TEXTS.internal));
    return { ...NOTHING, events: [enabled, failed] };
  }
  return {
    events: [enabled, line(expiresAtMs, "normal", SERVICE_TEXTS.autoStopExpired)],
    transitions: [{ atMs: expiresAtMs + random.logNormal(2_000, 0.3), status: "stopped" }],
    stopped: true,
  };
}

function stopByHand(random: Random, span: IdleSpan): IdleTime {
  const atMs = within(span, random.between(0.2, 0.8));
  const doneAtMs = atMs + random.logNormal(3_000, 0.4);
  switch (random.weighted({ stopped: 92, failed: 4, quota: 4 })) {
    case "stopped":
      return {
        events: [
          line(atMs, "normal", SERVICE_TEXTS.stopBegin),
          line(doneAtMs, "normal", SERVICE_TEXTS.stopped),
        ],
        transitions: [
          { atMs, status: "stopping" },
          { atMs: doneAtMs, status: "stopped" },
        ],
        stopped: true,
      };
    case "failed":
      return {
        ...NOTHING,
        events: [
          line(atMs, "normal", SERVICE_TEXTS.stopBegin),
          line(doneAtMs, "abnormal", SERVICE_TEXTS.stopFailed(ERROR_TEXTS.internal)),
        ],
      };
    default:
      return {
        events: [line(atMs, "abnormal", SERVICE_TEXTS.quotaStop)],
        transitions: [{ atMs: doneAtMs, status: "stopped" }],
        stopped: true,
      };
  }
}

function drawAsides(random: Random, traits: ServiceTraits, span: IdleSpan): ServiceEvent[] {
  const asides: ServiceEvent[] = [];
  if (random.chance(traits.undocumentedShare / 2)) {
    const { severity, message } = random.pick(UNDOCUMENTED_TEXTS);
    asides.push(line(within(span, random.between(0.1, 0.9)), severity, message));
  }
  if (traits.licence && random.chance(0.15)) {
    const licence = uuidOf("licence", span.fromMs).slice(0, 8);
    // The user guide's table lists this warning as normal.
    asides.push(
      line(within(span, random.between(0.1, 0.9)), "normal", SERVICE_TEXTS.licenceExpires(licence)),
    );
  }
  return asides;
}

function within({ fromMs, toMs }: IdleSpan, share: number): number {
  return Math.round(fromMs + (toMs - fromMs) * share);
}

function line(occurredAtMs: number, severity: Severity, message: string): ServiceEvent {
  return { occurredAtMs, severity, message };
}
