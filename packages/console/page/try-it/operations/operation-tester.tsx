import type { OperationDefinition } from "@crosstag/operations";
import { useMemo } from "react";
import { z } from "zod";
import { useConsoleSession } from "../../api/console-session.ts";
import { operationRequest } from "../../api/operation-request.ts";
import { sendAnyway } from "../../api/send.ts";
import type { RequestParameters } from "../samples/sample.ts";
import { useTarget } from "../server/try-it-server.ts";
import type { ShownAnswer } from "../tester/answer-view.tsx";
import { Tester } from "../tester/tester.tsx";
import { withOwnExamples } from "./operation-examples.ts";
import { operationSamples } from "./operation-samples.ts";
import { schemaParameters } from "./schema-parameters.ts";

/** The most that is read of an answer without an end. */
const MOST_CHARACTERS = 100_000;
const LONGEST_MS = 10_000;

/** Tries one of Crosstag's own operations, on the clouds of the console. */
export function OperationTester({ operation }: { readonly operation: OperationDefinition }) {
  const parameters = useMemo(
    () => schemaParameters(z.toJSONSchema(operation.input, { io: "input" })),
    [operation.input],
  );
  const { data: session } = useConsoleSession();
  const found = useTarget("aws");
  // The configured clouds do not have the keys that local clouds have for examples.
  const references = session?.clouds === "local" && found.state === "ready" ? found.target.examples.fullNames : [];
  return (
    <Tester
      operation={operation.title}
      parameters={parameters}
      fill={(values) => withOwnExamples(parameters, values, references)}
      suggestions={(name) => (name === "resource" || name === "resources" ? references : [])}
      preview={(typed) => requestText(operation, typed)}
      samples={(typed) => operationSamples(operation, typed, location.origin)}
      provoked={[]}
      // A deletion has a page that shows what stops working.
      send={session === undefined || operation.effect === "delete" ? undefined : (typed) => send(operation, typed)}
      notice={<Notice effect={operation.effect} clouds={session?.clouds} />}
    />
  );
}

function Notice({
  effect,
  clouds,
}: {
  readonly effect: OperationDefinition["effect"];
  readonly clouds: "local" | "configured" | undefined;
}) {
  if (clouds === undefined) return <p className="notice soft">Connecting…</p>;
  if (effect === "delete")
    return <p className="notice">Key material is deleted on the page Key material, which shows what stops working.</p>;
  if (clouds === "local") return <p className="notice">This works on the local clouds, whose keys are made up.</p>;
  return effect === "write" ? (
    <p className="notice warning">
      <strong>This changes resources of the configured clouds at once.</strong> Use dryRun to see what it would change.
    </p>
  ) : (
    <p className="notice">This works on the configured clouds.</p>
  );
}

function requestText(operation: OperationDefinition, parameters: RequestParameters): string {
  const { address, body } = operationRequest(operation, parameters);
  const start = [`${operation.method.toUpperCase()} ${address} HTTP/1.1`, `host: ${location.host}`];
  if (body === undefined) return start.join("\n");
  return [...start, "content-type: application/json", "", JSON.stringify(body, undefined, 2)].join("\n");
}

async function send(operation: OperationDefinition, parameters: RequestParameters): Promise<ShownAnswer> {
  const startedAt = performance.now();
  const response = await sendAnyway(operation, parameters, {
    headers: operation.answers === "events" ? { accept: "text/event-stream" } : {},
  });
  const body = await beginningOf(response);
  return { status: response.status, milliseconds: Math.round(performance.now() - startedAt), body };
}

/** Reads an answer to its end, or what arrives of an answer that is long or goes on. */
async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return "";
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const late = setTimeout(() => void reader.cancel(), LONGEST_MS);
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text;
      text += value;
      if (text.length > MOST_CHARACTERS) {
        await reader.cancel();
        return `${text.slice(0, MOST_CHARACTERS)}\n… (the rest is not shown)`;
      }
    }
  } finally {
    clearTimeout(late);
  }
}
