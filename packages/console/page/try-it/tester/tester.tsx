import { useId, useRef, useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { emptyValues, type FormObject } from "../form/form-value.ts";
import { ParameterFields } from "../form/parameter-form.tsx";
import type { Parameter } from "../form/parameter.ts";
import { typedParameters } from "../form/typed-parameters.ts";
import type { ProvokedError } from "../provoke/provoked-errors.ts";
import type { RequestParameters, Sample } from "../samples/sample.ts";
import { AnswerView, type ShownAnswer } from "./answer-view.tsx";
import { CodeBlock } from "./code-block.tsx";
import { SampleTabs } from "./sample-tabs.tsx";

/** What a tester does with what is typed. */
export interface TesterProps {
  readonly operation: string;
  readonly description?: string | undefined;
  readonly parameters: readonly Parameter[];
  /** What the requests go to. When it changes, the answer goes, and of the fields stays what `keep` keeps. Default: always the same. */
  readonly subject?: string | undefined;
  /** Default: everything. */
  readonly keep?: ((values: FormObject) => FormObject) | undefined;
  /** Renames a parameter as the request spells it. */
  readonly nameOf?: ((name: string) => string) | undefined;
  /** Fills required fields that are empty. */
  readonly fill: (values: FormObject) => FormObject;
  readonly suggestions: (name: string) => readonly string[];
  /** The request before it is signed. */
  readonly preview: (parameters: RequestParameters) => string;
  readonly samples: (parameters: RequestParameters) => readonly Sample[];
  readonly provoked: readonly ProvokedError[];
  /** Absent: requests cannot be sent, and `notice` says why. */
  readonly send?: ((parameters: RequestParameters, throttled: boolean) => Promise<ShownAnswer>) | undefined;
  /** Shown before the form: where requests go to, or why they go nowhere. */
  readonly notice: ReactNode;
  readonly exampleResponse?: unknown;
}

type Sending = { readonly state: "idle" | "sending" } | { readonly state: "failed"; readonly message: string };

/** A form for the parameters of an operation, its request in several languages, and its answer. */
export function Tester(props: TesterProps) {
  const { operation, description, parameters, nameOf, fill, suggestions, provoked, send, notice } = props;
  const id = useId();
  const [values, setValues] = useState<FormObject>(() => emptyValues(parameters));
  const [checked, setChecked] = useState(false);
  const [sending, setSending] = useState<Sending>({ state: "idle" });
  const [answer, setAnswer] = useState<ShownAnswer | undefined>();
  const form = useRef<HTMLFormElement>(null);
  const [subject, setSubject] = useState(props.subject);
  if (subject !== props.subject) {
    setSubject(props.subject);
    setValues(props.keep?.(values) ?? values);
    setChecked(false);
    setAnswer(undefined);
    setSending({ state: "idle" });
  }
  const typed = typedParameters(parameters, values, nameOf);

  async function submit(current: FormObject, throttled: boolean) {
    const request = typedParameters(parameters, current, nameOf);
    // The problems are drawn before the focus moves to one. In a later frame, a person may be in another field.
    flushSync(() => setChecked(true));
    if (request.problems.length > 0) {
      focusProblem(form.current);
      return;
    }
    if (send === undefined) return;
    setSending({ state: "sending" });
    try {
      setAnswer(await send(request.parameters, throttled));
      setSending({ state: "idle" });
    } catch (error) {
      setAnswer(undefined);
      setSending({ state: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  }

  function provoke({ change, throttled = false }: ProvokedError) {
    const changed = change(fill(values));
    setValues(changed);
    void submit(changed, throttled);
  }

  return (
    <section id="try-form" className="try-tester" aria-label={`Try ${operation}`}>
      {description !== undefined && <p>{description}</p>}
      {notice}
      <form
        ref={form}
        noValidate
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(values, false);
        }}
      >
        <ParameterFields
          parameters={parameters}
          values={values}
          onChange={setValues}
          form={{ id, problems: checked ? typed.problems : [], suggestions }}
          prefix=""
        />
        <div className="row">
          <button type="submit" className="primary" disabled={send === undefined || sending.state === "sending"}>
            {sending.state === "sending" ? "Sending…" : "Send"}
          </button>
          <button type="button" onClick={() => setValues(fill(values))}>
            Fill in an example
          </button>
        </div>
      </form>
      <AnswerArea sending={sending} answer={answer} exampleResponse={props.exampleResponse} />
      {provoked.length > 0 && <ProvokedErrors errors={provoked} disabled={send === undefined} onChoose={provoke} />}
      <h3>Request</h3>
      <CodeBlock label="Request" code={props.preview(typed.parameters)} />
      <SampleTabs samples={props.samples(typed.parameters)} />
    </section>
  );
}

function focusProblem(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"], fieldset:has(> div > .bad) button')?.focus();
}

function AnswerArea({
  sending,
  answer,
  exampleResponse,
}: {
  readonly sending: Sending;
  readonly answer: ShownAnswer | undefined;
  readonly exampleResponse: unknown;
}) {
  return (
    <>
      <h3>Response</h3>
      <div role="status" className="try-answer">
        {sending.state === "failed" ? (
          <div className="notice error">
            <p>
              <strong>{sending.message}</strong>
            </p>
          </div>
        ) : answer !== undefined ? (
          <AnswerView answer={answer} />
        ) : (
          <p className="soft">Nothing was sent yet.</p>
        )}
      </div>
      {exampleResponse !== undefined && (
        <details>
          <summary>An example of a response</summary>
          <CodeBlock label="Example of a response" code={JSON.stringify(exampleResponse, undefined, 2)} />
        </details>
      )}
    </>
  );
}

function ProvokedErrors({
  errors,
  disabled,
  onChoose,
}: {
  readonly errors: readonly ProvokedError[];
  readonly disabled: boolean;
  readonly onChoose: (error: ProvokedError) => void;
}) {
  return (
    <>
      <h3>Errors on purpose</h3>
      <p className="soft">Each fills in what is missing, changes the request and sends it.</p>
      <ul className="try-provoked">
        {errors.map((error) => (
          <li key={error.label}>
            <button type="button" disabled={disabled} onClick={() => onChoose(error)}>
              {error.label}
            </button>{" "}
            <span className="soft">{error.explanation}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
