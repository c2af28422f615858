import { useId, useState } from "react";
import { BackLink } from "../parts/back-link.tsx";
import { DocumentField } from "../parts/document-field.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { parseDocument } from "../parts/parse-document.ts";
import { useMakePlan } from "./use-make-plan.ts";

const EXAMPLE = `version: 1
statements:
  - select: { kinds: [key] }
    set:
      team: payments`;

/** Makes a plan from a file with the tags that somebody wants. */
export function NewPlanPage() {
  const [text, setText] = useState("");
  const [title, setTitle] = useState("");
  const [changeSoftwareTags, setChangeSoftwareTags] = useState(false);
  const [problem, setProblem] = useState<string>();
  const titleId = useId();
  const { mutate, isPending, error } = useMakePlan();
  const make = async () => {
    const parsed = await parseDocument(text);
    setProblem(parsed.problem);
    if (parsed.problem !== undefined) return;
    mutate({
      source: { from: "desired-state", desired: parsed.document, changeSoftwareTags },
      ...(title.trim() !== "" && { title: title.trim() }),
    });
  };
  return (
    <>
      <BackLink href="/plans" title="Plans" />
      <h1>New plan from a file</h1>
      <p className="soft">
        Reads the resources that the file selects and compares their tags with the file. Nothing is changed.
      </p>
      <form
        className="stack document-form"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <div className="field">
          <label htmlFor={titleId}>Title (optional)</label>
          <input id={titleId} value={title} maxLength={200} onChange={({ target }) => setTitle(target.value)} />
        </div>
        <DocumentField
          label="Desired tags (YAML or JSON)"
          text={text}
          onChange={setText}
          problem={problem}
          placeholder={EXAMPLE}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={changeSoftwareTags}
            onChange={({ target }) => setChangeSoftwareTags(target.checked)}
          />
          Also change tags that drive other software
        </label>
        {error !== null && <ErrorNotice error={error} />}
        <div className="row">
          <button type="submit" className="primary" disabled={isPending}>
            {isPending ? "Reading the clouds…" : "Make the plan"}
          </button>
        </div>
      </form>
    </>
  );
}
