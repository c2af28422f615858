import { describeSkipReason, groupBy, itemAt } from "@crosstag/core/internal";
import { formatCount } from "../parts/format.ts";
import { LongList } from "../parts/long-list.tsx";
import type { RunDocument } from "./run-state.ts";
import type { RunOutcome, RunSoFar } from "./run-view.ts";

/** What went wrong, once for each cause. */
export function Failures({ soFar, result }: { readonly soFar: RunSoFar; readonly result: RunDocument["result"] }) {
  const causes = causesOf(soFar.outcomes);
  const skipped = skippedOf(soFar.outcomes);
  const stopped = result?.stopped ?? [];
  if (causes.length + skipped.size + stopped.length + soFar.notShown.size + soFar.notRead.size === 0) return null;
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">What needs attention</h2>
      <ul className="stack bare">
        {stopped.map(({ scope, message, hint }) => (
          <li key={scope} className="notice error">
            <p>
              <code>{scope}</code> received no more calls: {message}
            </p>
            {hint !== undefined && <p>{hint}</p>}
          </li>
        ))}
        {causes.map(({ key, first, references }) => (
          <li key={key} className="notice error">
            <p>
              <strong>
                {formatCount(references.length, "resource")} {first.status}
              </strong>
              {first.status === "unknown" && ": the change may or may not have been made. Read them again first."}
            </p>
            <p>
              {first.message} <span className="soft">({first.providerCode ?? first.code})</span>
            </p>
            {first.hint !== undefined && <p>{first.hint}</p>}
            <Names references={references} />
          </li>
        ))}
        {[...skipped].map(([reason, outcomes]) => (
          <li key={reason} className="notice warning">
            <p>
              <strong>{formatCount(outcomes.length, "resource")} skipped</strong>{" "}
              <span className="soft">({reason})</span>
            </p>
            <p>{describeSkipReason(reason)}</p>
            <Names references={outcomes.map(({ reference }) => reference)} />
          </li>
        ))}
        <ReadAgain title="changed without showing the change when read again" found={soFar.notShown} />
        <ReadAgain title="changed that could not be read again" found={soFar.notRead} />
      </ul>
    </section>
  );
}

function ReadAgain({
  title,
  found,
}: {
  readonly title: string;
  readonly found: ReadonlyMap<string, readonly string[]>;
}) {
  if (found.size === 0) return null;
  return (
    <li className="notice warning">
      <p>
        {formatCount(found.size, "resource")} {title}.
      </p>
      <Names references={[...found.keys()]} />
    </li>
  );
}

function Names({ references }: { readonly references: readonly string[] }) {
  return (
    <details>
      <summary>Which</summary>
      <LongList label="Resources" items={references} keyOf={(reference) => reference}>
        {(reference) => <code>{reference}</code>}
      </LongList>
    </details>
  );
}

interface Cause {
  readonly key: string;
  readonly first: RunOutcome;
  readonly references: readonly string[];
}

/** Skipped outcomes by reason. */
function skippedOf(outcomes: readonly RunOutcome[]): ReadonlyMap<string, readonly RunOutcome[]> {
  return groupBy(
    outcomes.filter(({ status }) => status === "skipped"),
    ({ reason }) => reason ?? "",
  );
}

/** Failed and unknown outcomes by cause, the largest group first. */
function causesOf(outcomes: readonly RunOutcome[]): readonly Cause[] {
  const failed = outcomes.filter(({ status }) => status === "failed" || status === "unknown");
  const causes = groupBy(failed, ({ status, code, providerCode, message }) =>
    JSON.stringify([status, code, providerCode, message]),
  );
  return [...causes]
    .map(([key, group]) => ({
      key,
      first: itemAt(group, 0),
      references: group.map(({ reference }) => reference),
    }))
    .toSorted((one, other) => other.references.length - one.references.length);
}
