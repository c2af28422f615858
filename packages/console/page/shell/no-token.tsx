/** The page was opened without the token of its address. */
export function NoToken() {
  return (
    <main>
      <h1>Open the address that the command printed</h1>
      <p>
        This page needs the token at the end of the address that <code>crosstag console</code> printed:{" "}
        <code>http://127.0.0.1:…/#token=…</code>
      </p>
      <p>Nobody else on this machine can use the console without it. A tab keeps it until the tab is closed.</p>
    </main>
  );
}
