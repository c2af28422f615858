import "./compliance.css";
import { useState } from "react";
import { Empty } from "../parts/empty.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { CheckForm } from "./check-form.tsx";
import { CheckResult } from "./check-result.tsx";
import { stopCheck, useCheck } from "./check-store.ts";
import { describeProgress } from "./describe-progress.ts";

/** Checks the resources of the clouds against a policy. */
export function CompliancePage() {
  const check = useCheck();
  const [formOpen, setFormOpen] = useState(true);
  const hasResult = check.records.length > 0 || check.summary !== undefined;
  // What was refused is corrected in the form.
  const isRefused = check.error !== undefined && !hasResult;
  return (
    <>
      <h1>Compliance</h1>
      <p className="soft">Compares the tags of every resource with a policy. Nothing is changed.</p>
      <details
        className="check-form"
        open={formOpen || isRefused}
        onToggle={({ currentTarget }) => setFormOpen(currentTarget.open)}
      >
        <summary>What to check</summary>
        <CheckForm isRunning={check.isRunning} onStart={() => setFormOpen(false)} />
      </details>
      {check.isRunning && (
        <p className="notice row running" role="status">
          <span>{describeProgress(check)}</span>
          <button type="button" onClick={stopCheck}>
            Stop
          </button>
        </p>
      )}
      {check.error !== undefined && <ErrorNotice error={check.error} />}
      {hasResult ? (
        <CheckResult check={check} />
      ) : (
        !check.isRunning &&
        check.error === undefined && (
          <Empty title="Nothing was checked yet">
            <p>A check compares the tags with the rules of a policy.</p>
          </Empty>
        )
      )}
    </>
  );
}
