/** How callers prove who they are. */
export type AuthSetting = { readonly mode: "off"; readonly projects: readonly string[] };
