import { answerVerdict } from "./answer-verdict.ts";
import { CodeBlock } from "./code-block.tsx";

/** An answer as a tester shows it. */
export interface ShownAnswer {
  readonly status: number;
  readonly requestId?: string | undefined;
  readonly milliseconds: number;
  readonly body: string;
  /** The request as it was sent, without its signature. */
  readonly request?: string | undefined;
  /** What the log of the local cloud has of it, in a sentence. */
  readonly logged?: string | undefined;
}

/** The status, the time and the body of an answer. */
export function AnswerView({ answer }: { readonly answer: ShownAnswer }) {
  const { status, requestId, milliseconds, body, request, logged } = answer;
  const verdict = answerVerdict(answer);
  return (
    <>
      <dl className="try-facts">
        <div>
          <dt>Status</dt>
          <dd>
            <span className={`badge ${verdict.tone}`}>{status}</span> {verdict.text}
          </dd>
        </div>
        <div>
          <dt>Time</dt>
          <dd>{milliseconds} ms</dd>
        </div>
        {requestId !== undefined && (
          <div>
            <dt>Request id</dt>
            <dd>
              <code>{requestId}</code>
            </dd>
          </div>
        )}
        {logged !== undefined && (
          <div>
            <dt>Log of the local cloud</dt>
            <dd>{logged}</dd>
          </div>
        )}
      </dl>
      {body === "" ? (
        <p className="soft">The response has no body.</p>
      ) : (
        <CodeBlock label="Response" code={readable(body)} />
      )}
      {request !== undefined && (
        <details>
          <summary>The request as it was sent</summary>
          <CodeBlock label="The request as it was sent" code={request} />
        </details>
      )}
    </>
  );
}

/** JSON with its fields on lines of their own; anything else as it is. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
