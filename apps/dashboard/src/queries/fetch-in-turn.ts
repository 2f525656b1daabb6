declare global {
  interface Window {
    /** Answers that `public/load-early.js` has requested already, by address; `null` where it could not. */
    earlyAnswers?: Map<string, Promise<Response | null>>;
  }
}

/**
 * `fetch` in a task of its own. A page sends several requests on load, and browsers are slow on the first ones:
 * together they would block it. An answer that is under way already is taken once, in the language that it was asked in.
 */
export const fetchInTurn: typeof fetch = async (input, init) => {
  const early = takeEarly(String(input), new Headers(init?.headers));
  if (early !== undefined) {
    const response = await early;
    init?.signal?.throwIfAborted();
    if (response !== null) return response;
  }
  await new Promise((resolve) => setTimeout(resolve));
  return fetch(input, init);
};

function takeEarly(address: string, headers: Headers): Promise<Response | null> | undefined {
  const early = window.earlyAnswers?.get(address);
  window.earlyAnswers?.delete(address);
  const { lang } = document.documentElement;
  return (headers.get("accept-language") ?? lang) === lang ? early : undefined;
}
