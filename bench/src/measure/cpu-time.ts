/**
 * Processor time of synchronous work in µs, including garbage collection and compilation. Unaffected by other
 * processes.
 */
export function cpuMicros(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
