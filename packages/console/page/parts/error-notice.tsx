import type { ReactNode } from "react";
import { RequestError } from "../api/request-error.ts";

/** What went wrong, what to do, and every violation. */
export function ErrorNotice({ error, children }: { readonly error: unknown; readonly children?: ReactNode }) {
  const problem = error instanceof RequestError ? error.problem : undefined;
  const violations = problem?.violations ?? [];
  return (
    <div className="notice error" role="alert">
      <p>
        <strong>{error instanceof Error ? error.message : String(error)}</strong>
      </p>
      {/* The message and the hint are those of the first violation: alone it is not repeated, in a list it has its own fix. */}
      {violations.length < 2 && problem?.hint !== undefined && <p>{problem.hint}</p>}
      {violations.length > 1 && (
        <ul>
          {violations.map(({ message, fix }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- two violations can have the same text
            <li key={index}>
              {message} {fix}
            </li>
          ))}
        </ul>
      )}
      {problem !== undefined && (
        <p className="soft">
          Code {problem.code}
          {problem.requestId !== undefined && <>, request id of the cloud {problem.requestId}</>}, request{" "}
          {problem.instance}
        </p>
      )}
      {children}
    </div>
  );
}
