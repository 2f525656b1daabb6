// Runs in a process of its own: loads the built function and answers the events that its parent sends. For `"fetch"` it says
// whether Node.js has loaded what belongs to `fetch`.
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

/** Node.js' own list of its modules that are loaded; not documented, hence the check. */
function modulesLoaded(): readonly string[] {
  const list: unknown = Reflect.get(process, "moduleLoadList");
  if (!Array.isArray(list) || list.length < 50) throw new Error("Node.js does not say what it has loaded");
  return list.map(String);
}
