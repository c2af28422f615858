import { inspectKeyMaterial } from "@crosstag/operations";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { z } from "zod";
import { callOperation } from "../api/call-operation.ts";
import { BackLink } from "../parts/back-link.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { Loading } from "../parts/loading.tsx";
import { Confirmation } from "./confirmation.tsx";
import { DeletionResult } from "./deletion-result.tsx";
import { KeyFacts } from "./key-facts.tsx";
import { Meaning } from "./meaning.tsx";
import type { DeletionAnswer } from "./use-deletion.ts";

/** A key as it was looked at. */
export type Look = z.output<(typeof inspectKeyMaterial)["output"]>;

/** The ceremony: look, read what it means, type the id of the key, and see what became of it. One key at a time. */
export function CeremonyPage({ resource }: { readonly resource: string }) {
  const [attempt, setAttempt] = useState(0);
  const [result, setResult] = useState<DeletionAnswer>();
  // Each look has a token of its own, so nothing is taken from earlier, or read again by itself.
  const {
    data: look,
    error,
    isFetching,
  } = useQuery({
    queryKey: [inspectKeyMaterial.name, resource, attempt],
    queryFn: ({ signal }) => callOperation(inspectKeyMaterial, { resource }, { signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const again = () => {
    setResult(undefined);
    setAttempt(attempt + 1);
  };
  return (
    <>
      <BackLink href="/key-material" title="Key material" />
      <h1>Delete imported key material</h1>
      <ol className="steps bare">
        <Step number={1} title="Look">
          {look === undefined && isFetching && <Loading what="key" />}
          {error !== null && !isFetching && (
            <ErrorNotice error={error}>
              <button type="button" onClick={again}>
                Look again
              </button>
            </ErrorNotice>
          )}
          {look !== undefined && <KeyFacts inspection={look.inspection} />}
        </Step>
        {look !== undefined && (
          <Step number={2} title="What it means">
            <Meaning inspection={look.inspection} />
          </Step>
        )}
        {look?.token !== undefined && result === undefined && (
          <Step number={3} title="Confirm">
            <Confirmation key={look.token} look={look} token={look.token} onResult={setResult} onLookAgain={again} />
          </Step>
        )}
        {result !== undefined && (
          <Step number={3} title="Confirm">
            <p className="soft">The id of the key was typed. The look was used, and cannot be used again.</p>
          </Step>
        )}
        {look !== undefined && result !== undefined && (
          <Step number={4} title="Result">
            <DeletionResult result={result} onLookAgain={again} />
          </Step>
        )}
      </ol>
    </>
  );
}

function Step({
  number,
  title,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <li className="step">
      <h2>
        <span className="step-number" aria-hidden="true">
          {number}
        </span>
        <span className="visually-hidden">Step {number}: </span>
        {title}
      </h2>
      {children}
    </li>
  );
}
