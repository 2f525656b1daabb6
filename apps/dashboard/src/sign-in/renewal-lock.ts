const LOCK = "deploy-lens.oidc";

/** Runs with a lock across all tabs of this origin. Without Web Locks (an insecure origin) it runs without one. */
export function exclusively<Result>(run: () => Promise<Result>): Promise<Result> {
  // Absent outside of secure contexts, whatever the type says.
  const locks: LockManager | undefined = navigator.locks;
  return locks === undefined ? run() : locks.request(LOCK, run);
}

export function sharedWhileRunning<Value, Result>(
  run: (value: Value) => Promise<Result>,
): (value: Value) => Promise<Result> {
  let running: Promise<Result> | null = null;
  return (value) => {
    running ??= run(value).finally(() => {
      running = null;
    });
    return running;
  };
}
