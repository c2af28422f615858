import type { OperationDefinition } from "@crosstag/operations";
import { Documentation, type DocumentationPage } from "../pages/documentation.tsx";
import { OperationTester } from "./operation-tester.tsx";

interface OperationPageProps {
  readonly operation: OperationDefinition;
  readonly page: DocumentationPage | undefined;
}

/** One of Crosstag's own operations: its form, and the page about it. */
export function OperationPage({ operation, page }: OperationPageProps) {
  return (
    <>
      <h1>{operation.title}</h1>
      <p>{operation.summary}</p>
      <OperationTester operation={operation} />
      {page !== undefined && <Documentation page={page} heading={false} />}
    </>
  );
}
