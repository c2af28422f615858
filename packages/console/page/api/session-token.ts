const KEY = "crosstag-token";
let token: string | undefined;

/**
 * Takes the token from the fragment of the address, which browsers do not send, and removes it there. It is kept until the tab is
 * closed, so that the page can be loaded again.
 */
export function takeToken(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given === null) {
    token = sessionStorage.getItem(KEY) ?? undefined;
    return;
  }
  token = given;
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, "", location.pathname + location.search);
}

/** Whether the page was opened with a token. */
export function hasToken(): boolean {
  return token !== undefined;
}

/** The header that says who asks. */
export function authorization(): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
