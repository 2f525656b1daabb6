/** Resources of one instance without a named specification. */
export interface CustomSpecification {
  readonly cpuCores: number | null;
  readonly memoryMb: number | null;
  readonly gpus: number | null;
  readonly ascendChips: number | null;
}

/** One model version of a service and its configuration. Fields that the upstream omits are `null`. */
export interface ConfiguredModel {
  readonly id: string | null;
  readonly name: string;
  readonly version: string;
  /** Share of the traffic, 0 to 100. */
  readonly weightPercent: number | null;
  /** The name of a resource flavor, or `custom`. */
  readonly specification: string | null;
  readonly customSpecification: CustomSpecification | null;
  readonly instanceCount: number | null;
  /** The dedicated resource pool; absent for a public one, and in deployments stored before pools were read. */
  readonly pool?: string;
}
