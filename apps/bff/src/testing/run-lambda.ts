// A separate process that loads the built function and answers the events its parent sends. To `"fetch"` it replies
// whether Node.js has loaded its `fetch` modules.
const [entry = ""] = process.argv.slice(2);
const { handler } = await import(entry);

process.on("message", async (event) => {
  if (event === "fetch") {
    process.send?.({ value: modulesLoaded().some((name) => name.includes("undici")) });
    return;
  }
  const result = await handler(event, { getRemainingTimeInMillis: () => 29_000 }).then(
    (value: unknown) => ({ value }),
    (error: unknown) => ({ error: String(error) }),
  );
  process.send?.(result);
});
process.send?.("ready");

/** Node.js' own list of loaded modules; undocumented, hence the check. */
function modulesLoaded(): readonly string[] {
  const list: unknown = Reflect.get(process, "moduleLoadList");
  if (!Array.isArray(list) || list.length < 50) throw new Error("Node.js does not say what it has loaded");
  return list.map(String);
}
