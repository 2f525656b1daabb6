const REGIONS = ["cn-north-1", "cn-north-4", "cn-east-3", "cn-south-1", "cn-southwest-2"] as const;
const SERVICES = ["ecs", "evs", "vpc", "obs", "swr", "modelarts", "cce", "dns", "ces", "smn", "rds"] as const;

/**
 * The endpoints of every service, which a token's answer carries unless `?nocatalog` is given: about 18 KB, as IAM's.
 */
export function tokenCatalog(): unknown[] {
  return SERVICES.map((type) => ({
    endpoints: REGIONS.map((region) => ({
      id: `${type}-${region}-0123456789abcdef0123456789abcdef`,
      interface: "public",
      region,
      region_id: region,
      url: `https://${type}.${region}.example.invalid/v1.0/0123456789abcdef0123456789abcdef/${type}-public-endpoint`,
    })),
    id: `${type}-0123456789abcdef0123456789abcdef`,
    name: type,
    type: `${type}v1.0`,
  }));
}
