import { expect, test } from "vitest";
import { ForbiddenAddressError, isPublicAddress, publicAddressOf } from "./address.ts";

test.each([
  ...["127.0.0.1", "10.1.2.3", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.100.100.200"],
  ...["0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1"],
  ...["::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "ff02::1"],
  ...["64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:4136:e378::", "2001:db8::1", "no address", ""],
])("%s is not public", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2400:cb00::1"])(
  "%s is public",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each(["localhost", "127.0.0.1", "[::1]", "169.254.169.254"])("nothing is sent to %s", async (host) => {
  await expect(publicAddressOf(host)).rejects.toThrow(ForbiddenAddressError);
});
