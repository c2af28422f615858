/** What to do without the token of the console, or with that of another start. */
export function NoToken({ isWrong = false }: { readonly isWrong?: boolean | undefined }) {
  return (
    <>
      <h1>Open the address that the command printed</h1>
      <p>
        This page needs the token at the end of the address that <code>crosstag console</code> printed:{" "}
        <code>http://127.0.0.1:…/#token=…</code>
      </p>
      {isWrong && <p>The token of this tab is another one: each start of the console has its own.</p>}
      <p>Nobody else on this machine can use the console without it. A tab keeps it until the tab is closed.</p>
    </>
  );
}
