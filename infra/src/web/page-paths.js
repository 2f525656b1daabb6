// Runs in CloudFront, before the cache: every path that is no file is one of the dashboard's pages.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const isFile = request.uri.startsWith("/assets/") || /^\/[^/]+\.[a-z0-9]+$/.test(request.uri);
  if (!isFile) request.uri = "/index.html";
  return request;
}
