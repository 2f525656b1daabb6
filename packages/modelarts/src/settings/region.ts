import { InvalidArgumentError } from "../errors/index.ts";

/** The regions that have ModelArts. Source: `services/modelarts/v1/region/region.go` of Huawei Cloud's Go SDK. */
export const REGIONS = [
  "af-north-1",
  "af-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "cn-east-3",
  "cn-east-4",
  "cn-north-1",
  "cn-north-2",
  "cn-north-4",
  "cn-north-9",
  "cn-north-11",
  "cn-north-12",
  "cn-south-1",
  "cn-southwest-2",
  "cn-southwest-3",
  "la-north-2",
  "la-south-2",
  "me-east-1",
  "sa-brazil-1",
  "tr-west-1",
] as const;

export type Region = (typeof REGIONS)[number];

export function isRegion(text: string): text is Region {
  return REGIONS.some((region) => region === text);
}

/** Parses a region's name. @throws InvalidArgumentError listing the known regions. */
export function parseRegion(text: string): Region {
  if (isRegion(text)) return text;
  throw new InvalidArgumentError("region", `must be one of ${REGIONS.join(", ")}`);
}

/**
 * Endpoints of ModelArts and IAM in a region.
 *
 * @example
 * regionEndpoints("cn-north-4").modelarts; // "https://modelarts.cn-north-4.myhuaweicloud.com"
 * regionEndpoints("ap-southeast-1").modelarts; // "https://modelarts.ap-southeast-1.myhuaweicloud.cn", the one in .cn
 */
export function regionEndpoints(region: Region): { readonly modelarts: string; readonly iam: string } {
  const domain = region === "ap-southeast-1" ? "myhuaweicloud.cn" : "myhuaweicloud.com";
  return {
    modelarts: `https://modelarts.${region}.${domain}`,
    iam: `https://iam.${region}.myhuaweicloud.com`,
  };
}
