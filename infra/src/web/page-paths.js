// Runs in CloudFront, before the cache: paths of pages are all the one file. Programs that ask for anything else get no page, which
// they would take for an answer.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const isFile = request.uri.startsWith("/assets/") || /^\/[^/]+\.[a-z0-9]+$/.test(request.uri);
  if (isFile) return request;
  const isPage = /^\/(?:$|signed-in$|projects(?:\/|$))/.test(request.uri);
  const accept = request.headers.accept ? request.headers.accept.value : "";
  if (!isPage && !accept.includes("text/html")) return { statusCode: 404, statusDescription: "Not Found" };
  request.uri = "/index.html";
  return request;
}
