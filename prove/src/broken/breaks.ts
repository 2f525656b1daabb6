/** `find` stands in the file exactly once. */
export type Edit = readonly [file: string, find: string, replace: string];

/** A defect in a copy of the product: a proof that does not see it proves nothing. */
export interface Break {
  /** The proof that must see it. */
  readonly proof: string;
  /** The beginning of the figure that must fail. */
  readonly figure: string;
  readonly defect: string;
  readonly edits: readonly Edit[];
}

/** At least one for each proof. */
export const BREAKS: readonly Break[] = [
  {
    proof: "fuzz-core",
    figure: "event texts that make classification throw",
    defect: "a text with a NUL makes classification throw",
    edits: [
      [
        "packages/core/src/classify/index.ts",
        "export function classify(message: string): Classification {",
        'export function classify(message: string): Classification {\n  if (message.includes("\\0")) throw new Error("NUL");',
      ],
    ],
  },
  {
    proof: "fuzz-upstream",
    figure: "reads that end in anything but",
    defect: "an answer of the wrong shape ends in an error that names nothing",
    edits: [
      [
        "packages/modelarts/src/http/answer.ts",
        "    throw schemaError(label, error, answer);",
        '    throw new TypeError("undefined is not a function", { cause: [label, answer, schemaError] });',
      ],
    ],
  },
  {
    proof: "fuzz-requests",
    figure: "requests answered with a 5xx",
    defect: "a cursor that is no JSON is our own failure",
    edits: [
      [
        "apps/bff/src/paging/cursor.ts",
        "  } catch {\n    return null;\n  }",
        '  } catch (cause) {\n    throw new Error("cursor", { cause });\n  }',
      ],
    ],
  },
  {
    proof: "linear-matching",
    figure: "regular expressions in the sources",
    defect: "a regular expression that goes back over white space for each character of it",
    edits: [
      [
        "packages/core/src/classify/index.ts",
        "export function classify(message: string): Classification {",
        "export function classify(message: string): Classification {\n  if (/\\s+\\u0007/.test(inspected(message))) return UNCLASSIFIED;",
      ],
    ],
  },
  {
    proof: "network-faults",
    figure: "reads that end later than their deadline",
    defect: "a call has no deadline",
    edits: [
      [
        "packages/deadline/src/index.ts",
        "  const timer = setTimeout(expire, Math.min(timeoutMs, MAX_TIMER_MS));",
        "  const timer = setTimeout(expire, MAX_TIMER_MS);",
      ],
      [
        "packages/modelarts/src/transport.ts",
        "remainingMs: () => Math.max(0, timeoutMs - (monotonicNow() - startedAtMs)) };",
        "remainingMs: () => 3_000 + 0 * startedAtMs };",
      ],
    ],
  },
  {
    proof: "retry-storm",
    figure: "requests sent for each one offered, by the retry budget alone",
    defect: "retries need no budget",
    edits: [["packages/modelarts/src/pace/retry-policy.ts", "      if (tokens < 1) return false;\n", ""]],
  },
  {
    proof: "coalescing",
    figure: "calls of each kind",
    defect: "a read in flight is not found",
    edits: [["apps/bff/src/cache/read-through.ts", "    inFlight.set(key, current);\n", ""]],
  },
  {
    proof: "exactly-once",
    figure: "days that differ from what really happened",
    defect: "events of a day's last half second are dropped",
    edits: [
      [
        "packages/store/src/ingest/index.ts",
        "  let seen = mergeFacts([input.facts ?? NO_FACTS, transitionOf(state)]);",
        "  const given = input.facts ?? NO_FACTS;\n  const events = given.events.filter(({ occurredAtMs }) => occurredAtMs % 86_400_000 < 86_399_500);\n  let seen = mergeFacts([{ ...given, events }, transitionOf(state)]);",
      ],
    ],
  },
  {
    proof: "exactly-once",
    figure: "days that differ from what really happened",
    defect: "a rollup counts failures twice, wherever it is computed",
    edits: [
      [
        "packages/core/src/rollup/index.ts",
        "    for (const count of countsOf(durations)) add(counts, countKey(count), count);",
        '    for (const count of countsOf(durations)) {\n      add(counts, countKey(count), count);\n      if (count.outcome === "failure") add(counts, countKey(count), count);\n    }',
      ],
    ],
  },
  {
    proof: "cursors",
    figure: "interleavings in which an event is lost",
    defect: "a page begins one item too late",
    edits: [
      [
        "apps/bff/src/paging/page.ts",
        "  const page = rest.slice(0, limit);",
        "  const page = rest.slice(cursor === undefined ? 0 : 1, limit);",
      ],
    ],
  },
  {
    proof: "access-matrix",
    figure: "requests answered with a wrong status",
    defect: "the project is not checked for HEAD",
    edits: [
      [
        "apps/bff/src/http/scope.ts",
        "  assertMayRead(principalOf(c), ids.projectId);",
        '  if (c.req.raw.method !== "HEAD") assertMayRead(principalOf(c), ids.projectId);',
      ],
    ],
  },
  {
    proof: "access-matrix",
    figure: "requests answered with a wrong status",
    defect: "a token for another audience is taken",
    edits: [["apps/bff/src/auth/verify-token.ts", "      assertAudience(payload, setting.audiences);\n", ""]],
  },
  {
    proof: "hostile-paths",
    figure: "requests that reach the upstream as anything",
    defect: "an id goes into the upstream's path as it is",
    edits: [
      [
        "apps/bff/src/http/path-ids.ts",
        "  if ((isDeployment ? DEPLOYMENT_ID : ID).test(id)) return [];",
        "  if (id.length > 0) return [];",
      ],
      [
        "packages/modelarts/src/call/route.ts",
        '    if (typeof id === "string" && ID.test(id)) return encodeURIComponent(id);',
        '    if (typeof id === "string") return encodeURIComponent(id);',
      ],
    ],
  },
  {
    proof: "secrets",
    figure: "canaries found in them",
    defect: "the pipeline prints the secret that it read",
    edits: [
      [
        "apps/analytics/src/lambda/secret-credentials.ts",
        "      return parseCredentials(credentialsOf(jsonOf(secret), projectId));",
        "      console.error(secret);\n      return parseCredentials(credentialsOf(jsonOf(secret), projectId));",
      ],
    ],
  },
  {
    proof: "secrets",
    figure: "canaries found in them",
    defect: "a log line has the first characters of a caller's token",
    edits: [
      [
        "apps/bff/src/app.ts",
        "      context.notes.route = id;",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text.
        '      context.notes.route = `${id} ${c.req.header("x-auth-token")?.slice(0, 8)}`;',
      ],
    ],
  },
  {
    proof: "csv-formula",
    figure: "names whose cells begin like a formula",
    defect: "a cell that begins with @ is left as it is",
    edits: [
      ["packages/api/src/csv/write-csv.ts", "/^[=+\\-@\\t\\r\\n＝＋－＠]/", "/^[=+\\-\\t\\r\\n＝＋－]/"],
    ],
  },
  {
    proof: "described-api",
    figure: "kinds of failures that schemathesis finds",
    defect: "the health check answers in another shape than described",
    edits: [
      [
        "apps/bff/src/handlers.ts",
        'JSON.stringify({ status: "ok", version })',
        'JSON.stringify({ state: "ok", version })',
      ],
    ],
  },
  {
    proof: "token-renewal",
    figure: "renewals when a token expires",
    defect: "each call renews the token for itself",
    edits: [
      [
        "packages/modelarts/src/auth/refreshed.ts",
        "      return untilAborted(loading ?? startLoading(), signal);",
        "      return untilAborted(startLoading(), signal);",
      ],
    ],
  },
  {
    proof: "outage",
    figure: "of those answers not marked as older",
    defect: "an older answer says that it is fresh",
    edits: [
      [
        "apps/bff/src/cache/read-through.ts",
        '    ...stored.dated,\n    outcome: "stale",',
        '    value: stored.dated.value,\n    readAtMs: now(),\n    outcome: "hit",',
      ],
    ],
  },
  {
    proof: "supply-chain",
    figure: "files that differ between two builds",
    defect: "a bundle says when it was built",
    edits: [
      [
        "apps/bff/bundling.ts",
        "  absWorkingDir: APP,",
        "  absWorkingDir: APP,\n  banner: { js: '// ' + performance.now() },",
      ],
    ],
  },
  {
    proof: "statistics-flood",
    figure: "… meanwhile one turn of the event loop",
    defect: "statistics are computed in one piece",
    edits: [["apps/bff/src/http/slices.ts", "const SLICE_MS = 5;", "const SLICE_MS = 5_000;"]],
  },
  {
    proof: "overload",
    figure: "… refusals: half of them within",
    defect: "callers queue without a limit",
    edits: [
      [
        "packages/modelarts/src/pace/concurrency.ts",
        "      if (waiting.size >= limits.maxQueued || likelyWaitMs() > maxWaitMs) return null;\n",
        "",
      ],
    ],
  },
  {
    proof: "model-runs",
    figure: "tests that fail",
    defect: "the first event of each ingest is lost",
    edits: [
      [
        "packages/store/src/ingest/index.ts",
        "  let seen = mergeFacts([input.facts ?? NO_FACTS, transitionOf(state)]);",
        "  const given = input.facts ?? NO_FACTS;\n  let seen = mergeFacts([{ ...given, events: given.events.slice(1) }, transitionOf(state)]);",
      ],
    ],
  },
  {
    proof: "soak",
    figure: "timers left when all is quiet",
    defect: "each request leaves a timer",
    edits: [
      [
        "apps/bff/src/app.ts",
        "  app.use(beginRequest(deps, settings));",
        "  app.use((_, next) => {\n    setInterval(() => undefined, 2 ** 30);\n    return next();\n  });\n  app.use(beginRequest(deps, settings));",
      ],
    ],
  },
];
