/**
 * Every problem that the API can return, by name, with its status and titles. The list is closed, so clients may switch
 * over the names. A name never changes its meaning or status.
 */
export const PROBLEMS = {
  "invalid-parameters": { status: 400, en: "A parameter is not valid", zh: "参数无效" },
  "malformed-request": { status: 400, en: "The request cannot be read", zh: "请求无法解析" },
  "answer-too-large": { status: 400, en: "The answer would be too large", zh: "响应内容过大" },
  unauthenticated: { status: 401, en: "A valid bearer token is required", zh: "需要有效的 Bearer 令牌" },
  forbidden: { status: 403, en: "The token does not cover this project", zh: "该令牌无权访问此项目" },
  "route-not-found": { status: 404, en: "Route not found", zh: "接口不存在" },
  "project-not-found": { status: 404, en: "Project not found", zh: "项目不存在" },
  "service-not-found": { status: 404, en: "Service not found", zh: "服务不存在" },
  "deployment-not-found": { status: 404, en: "Deployment not found", zh: "部署不存在" },
  "finding-not-found": { status: 404, en: "Finding not found", zh: "未找到该变化" },
  "method-not-allowed": {
    status: 405,
    en: "The route does not support this method",
    zh: "该接口不支持此请求方法",
  },
  "deployment-open": { status: 409, en: "The deployment has not ended", zh: "部署尚未结束" },
  "not-acceptable": {
    status: 406,
    en: "None of the accepted media types is available",
    zh: "不支持 Accept 指定的响应格式",
  },
  "content-too-large": { status: 413, en: "The request's body is too large", zh: "请求体过大" },
  "uri-too-long": { status: 414, en: "The request's address is too long", zh: "请求地址过长" },
  "too-many-requests": { status: 429, en: "Too many requests", zh: "请求过多" },
  "headers-too-large": { status: 431, en: "The request's headers are too large", zh: "请求头过大" },
  internal: { status: 500, en: "Internal error", zh: "系统内部错误" },
  "upstream-refused": {
    status: 502,
    en: "The platform refused our credentials",
    zh: "ModelArts 拒绝了系统的凭证",
  },
  "upstream-invalid": {
    status: 502,
    en: "The platform's answer cannot be used",
    zh: "ModelArts 的响应无法使用",
  },
  "upstream-unreachable": { status: 502, en: "The platform cannot be reached", zh: "无法连接 ModelArts" },
  "upstream-throttled": { status: 503, en: "The platform is throttling us", zh: "ModelArts 正在限流" },
  "upstream-unavailable": {
    status: 503,
    en: "The platform is unavailable; retry later",
    zh: "ModelArts 暂时不可用，请稍后重试",
  },
  "issuer-unavailable": { status: 503, en: "Tokens cannot be verified now", zh: "暂时无法验证令牌" },
  overloaded: { status: 503, en: "Too busy to answer now", zh: "系统繁忙，请稍后重试" },
  "storage-unavailable": { status: 503, en: "The archive cannot be read now", zh: "存档暂时无法读取" },
  "upstream-timeout": { status: 504, en: "The platform did not answer in time", zh: "ModelArts 响应超时" },
} as const satisfies Record<string, { status: number; en: string; zh: string }>;

/** The name of a problem: a key of {@link PROBLEMS}. */
export type ProblemName = keyof typeof PROBLEMS;

/** The prefix of every problem's `type`, followed by its name. */
export const PROBLEM_PREFIX = "urn:deploy-lens:problem:";

/**
 * The `type` of a problem.
 *
 * @example
 * problemType("service-not-found"); // "urn:deploy-lens:problem:service-not-found"
 */
export function problemType<Name extends ProblemName>(name: Name): `${typeof PROBLEM_PREFIX}${Name}` {
  return `${PROBLEM_PREFIX}${name}`;
}
