import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

const PRIVATE = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  PRIVATE.addSubnet(network, bits, "ipv4");
const GLOBAL_UNICAST = new BlockList();
GLOBAL_UNICAST.addSubnet("2000::", 3, "ipv6");
/** Parts of the global range that lead elsewhere: documentation, 6to4 and Teredo, which embed an IPv4 address. */
const EMBEDDING = new BlockList();
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  EMBEDDING.addSubnet(network, bits, "ipv6");

/**
 * True for an address that the whole Internet may reach: not private, loopback, link-local (the metadata services), shared,
 * reserved or multicast. Sources: IANA's registries of special-purpose addresses.
 *
 * @example
 * isPublicAddress("169.254.169.254"); // false
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !PRIVATE.check(address, "ipv4");
  return isIP(address) === 6 && GLOBAL_UNICAST.check(address, "ipv6") && !EMBEDDING.check(address, "ipv6");
}

/** An address to which nothing may be sent. */
export class ForbiddenAddressError extends Error {
  override readonly name = "ForbiddenAddressError";
}

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/**
 * Resolves a host once, so that the request goes to the address that was checked.
 *
 * @throws ForbiddenAddressError if any of the host's addresses is not public
 */
export async function publicAddressOf(hostname: string): Promise<ResolvedAddress> {
  const addresses = await lookup(hostname.replaceAll(/^\[|\]$/g, ""), { all: true });
  const [first] = addresses;
  if (first === undefined || addresses.some(({ address }) => !isPublicAddress(address))) {
    throw new ForbiddenAddressError(`${hostname} is not a public address`);
  }
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}
