const LOCK = "deploy-lens.oidc";

/** Runs something while no other tab of this origin does. Without Web Locks (an insecure address) it just runs. */
export function exclusively<Result>(run: () => Promise<Result>): Promise<Result> {
  // Absent outside of secure contexts, whatever the type says.
  const locks: LockManager | undefined = navigator.locks;
  return locks === undefined ? run() : locks.request(LOCK, run);
}

/** Calls that come while one runs get its result. */
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
