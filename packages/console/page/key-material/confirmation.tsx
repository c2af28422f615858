import { useId, useState } from "react";
import { RequestError } from "../api/request-error.ts";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { formatTime } from "../parts/format.ts";
import type { Look } from "./ceremony-page.tsx";
import { useDeletion, type DeletionAnswer } from "./use-deletion.ts";

/** Where the id of the key is typed. Nothing is sent before it is right. */
export function Confirmation({
  look: { inspection, expiresAt },
  token,
  onResult,
  onLookAgain,
}: {
  readonly look: Look;
  readonly token: string;
  readonly onResult: (answer: DeletionAnswer) => void;
  readonly onLookAgain: () => void;
}) {
  const [typed, setTyped] = useState("");
  const [fieldId, hintId] = [useId(), useId()];
  const { mutate, isPending, error, data, variables } = useDeletion(onResult);
  const isRight = typed.trim() === inspection.confirmation;
  return (
    <form
      className="stack confirmation"
      onSubmit={(event) => {
        event.preventDefault();
        if (isRight) mutate({ token, confirm: typed.trim() });
      }}
    >
      <div className="field">
        <label htmlFor={fieldId}>
          To delete the material, type the id of the key: <code>{inspection.confirmation}</code>
        </label>
        <input
          id={fieldId}
          value={typed}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-describedby={hintId}
          onChange={({ target }) => setTyped(target.value)}
        />
        <span id={hintId} className="soft" role="status">
          {typed === "" || isRight ? hintOf(expiresAt) : "This is not the id of the key."}
        </span>
      </div>
      <div className="row">
        <button type="submit" className="danger" disabled={!isRight || isPending}>
          {isPending && variables?.dryRun !== true ? "Deleting…" : "Delete the material"}
        </button>
        <button
          type="button"
          disabled={isPending}
          onClick={() => mutate({ token, confirm: inspection.confirmation, dryRun: true })}
        >
          Dry run
        </button>
      </div>
      <div role="status">
        {data !== undefined && variables?.dryRun === true && (
          <p className="notice success">The key passed every check. Nothing was deleted.</p>
        )}
      </div>
      {error !== null && <Refused error={error} wasDryRun={variables?.dryRun === true} onLookAgain={onLookAgain} />}
    </form>
  );
}

function hintOf(expiresAt: string | undefined): string {
  return expiresAt === undefined ? "" : `This look is valid until ${formatTime(expiresAt)}.`;
}

/** Refused with a reason, or without an answer: then nobody knows yet what became of the material. */
function Refused({
  error,
  wasDryRun,
  onLookAgain,
}: {
  readonly error: Error;
  readonly wasDryRun: boolean;
  readonly onLookAgain: () => void;
}) {
  const isRefusal = error instanceof RequestError && error.problem !== undefined;
  return (
    <>
      {!isRefusal && !wasDryRun && (
        <p className="notice error" role="alert">
          <strong>The material may or may not have been deleted.</strong> The answer did not arrive. Look again before
          you do anything else.
        </p>
      )}
      <ErrorNotice error={error}>
        <button type="button" onClick={onLookAgain}>
          Look again
        </button>
      </ErrorNotice>
    </>
  );
}
