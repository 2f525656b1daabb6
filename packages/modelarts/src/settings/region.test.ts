import { expect, test } from "vitest";
import { InvalidArgumentError } from "../errors/index.ts";
import { REGIONS, resolveEndpoints } from "./endpoint.ts";

test("every region has its two hosts; ap-southeast-1 alone is in .cn", () => {
  for (const region of REGIONS) {
    const { modelarts, iam } = resolveEndpoints({ region });
    const domain = region === "ap-southeast-1" ? "cn" : "com";
    expect(modelarts.href).toBe(`https://modelarts.${region}.myhuaweicloud.${domain}/`);
    expect(iam?.href).toBe(`https://iam.${region}.myhuaweicloud.com/`);
  }
});

test.each(["", "cn-north-40", "CN-NORTH-4", "cn-north-4.evil.example/", "__proto__"])(
  "%j is no region",
  (region) => {
    expect(() => resolveEndpoints({ region })).toThrow(InvalidArgumentError);
  },
);

test.each([
  ["https://modelarts.example.com", "https://modelarts.example.com/"],
  ["https://gateway.example:8443/modelarts/", "https://gateway.example:8443/modelarts"],
  ["http://127.0.0.1:8788", "http://127.0.0.1:8788/"],
  ["http://127.9.9.9", "http://127.9.9.9/"],
  ["http://[::1]:80", "http://[::1]/"],
  ["http://localhost:3000/a/b", "http://localhost:3000/a/b"],
])("%s is an endpoint", (endpoint, href) => {
  expect(resolveEndpoints({ endpoint }).modelarts.href).toBe(href);
});

test.each([
  "modelarts.example.com",
  "",
  "http://modelarts.example.com",
  "http://localhost.evil.example",
  "http://127.0.0.1.evil.example",
  "http://169.254.169.254",
  "http://0.0.0.0",
  "ftp://127.0.0.1",
  "file:///etc/passwd",
  "https://user:pass@example.com",
  "https://example.com/?a=b",
  "https://example.com/#a",
  "https://example.com/a%2fb",
  "https://example.com/a b",
  "https://example.com//a",
])("%j is no endpoint, and the message does not repeat it", (endpoint) => {
  expect(() => resolveEndpoints({ endpoint })).toThrow(/^endpoint: (?:must|its path)/);
  expect(() => resolveEndpoints({ region: "cn-north-4", iamEndpoint: endpoint })).toThrow(/^iamEndpoint: /);
});
