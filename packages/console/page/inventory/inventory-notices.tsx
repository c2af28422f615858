import { ErrorNotice } from "../parts/error-notice.tsx";
import type { Inventory } from "./inventory-store.ts";

/** What of the inventory is missing, and why. */
export function InventoryNotices({
  inventory: { unlisted, state, error },
  rulesError,
}: {
  readonly inventory: Inventory;
  readonly rulesError: unknown;
}) {
  return (
    <>
      {state === "failed" && <ErrorNotice error={error} />}
      {rulesError !== null && (
        <ErrorNotice error={rulesError}>
          <p>The rules of the clouds are not known: edits are judged when a plan is made.</p>
        </ErrorNotice>
      )}
      {unlisted.length > 0 && (
        <details className="notice warning">
          <summary>
            <strong>The inventory is not complete:</strong> {unlisted.length} of the clouds or kinds could not be
            listed.
          </summary>
          <ul>
            {unlisted.map(({ cloud, kind, region, error: { message, hint } }) => (
              <li key={`${cloud} ${region} ${kind ?? ""}`}>
                {cloud} in {region}
                {kind !== undefined && `, ${kind}`}: {message} {hint}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
