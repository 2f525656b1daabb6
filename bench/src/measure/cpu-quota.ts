import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Limits processes to a share of one processor, like a Lambda function after its start. */
export interface CpuQuota {
  readonly add: (pid: number) => void;
  readonly remove: () => void;
}

/** As Lambda does: `cpu.cfs_period_us` is 20 ms. */
const PERIOD_US = 20_000;

const V1 = "/sys/fs/cgroup/cpu";
const V2 = "/sys/fs/cgroup";

/** A function with so much memory gets one whole processor, MB. Source: AWS Lambda, "Configure function memory". */
const MEMORY_OF_ONE_CPU_MB = 1769;

/**
 * Makes a control group with the processor share of a function of some memory; `null` where the machine does not let us
 * (no control groups, or not ours to make).
 */
export function createCpuQuota(memoryMb: number): CpuQuota | null {
  const quotaUs = Math.round((PERIOD_US * memoryMb) / MEMORY_OF_ONE_CPU_MB).toString();
  const name = `deploy-lens-bench-${process.pid}`;
  try {
    if (existsSync(join(V1, "cpu.cfs_quota_us"))) {
      return group(join(V1, name), {
        "cpu.cfs_period_us": PERIOD_US.toString(),
        "cpu.cfs_quota_us": quotaUs,
      });
    }
    if (!readFileSync(join(V2, "cgroup.subtree_control"), "utf8").includes("cpu")) return null;
    return group(join(V2, name), { "cpu.max": `${quotaUs} ${PERIOD_US}` });
  } catch {
    return null;
  }
}

function group(folder: string, settings: Readonly<Record<string, string>>): CpuQuota {
  mkdirSync(folder);
  for (const [file, value] of Object.entries(settings)) writeFileSync(join(folder, file), value);
  return {
    add: (pid) => writeFileSync(join(folder, "cgroup.procs"), pid.toString()),
    remove: () => rmdirSync(folder),
  };
}
