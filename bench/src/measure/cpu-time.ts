/**
 * Processor time that a piece of synchronous work takes, µs: its own, the collector's and the compiler's, on whatever
 * processor. What others do on this machine is not in it.
 */
export function cpuMicros(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
