import { useId, useState } from "react";
import { useConsoleSession } from "../api/console-session.ts";
import { DocumentField } from "../parts/document-field.tsx";
import { parseDocument } from "../parts/parse-document.ts";
import { startCheck } from "./check-store.ts";
import type { CheckInput } from "./check-types.ts";
import { CloudChoice } from "./cloud-choice.tsx";
import { chosenClouds, NO_CLOUDS } from "./chosen-clouds.ts";

const POLICY_EXAMPLE = `version: 1
rules:
  - id: owner
    tags:
      owner: { required: true, format: email }`;
const WAIVERS_EXAMPLE = `version: 1
waivers: []`;

/** What to check: the policy, the waivers, the clouds, and whether values are shown. */
export function CheckForm({ isRunning, onStart }: { readonly isRunning: boolean; readonly onStart: () => void }) {
  const hasPolicy = useConsoleSession().data?.hasPolicy === true;
  const [source, setSource] = useState<PolicySource>("console");
  const usesPasted = !hasPolicy || source === "pasted";
  const [policy, setPolicy] = useKept("policy");
  const [waivers, setWaivers] = useKept("waivers");
  const [clouds, setClouds] = useState(NO_CLOUDS);
  const [showValues, setShowValues] = useState(false);
  const [problems, setProblems] = useState<DocumentProblems>({});
  const start = async () => {
    const documents = usesPasted ? await readDocuments(policy, waivers) : {};
    setProblems("problems" in documents ? documents.problems : {});
    if ("problems" in documents) return;
    onStart();
    await startCheck({
      ...documents,
      ...chosenClouds(clouds),
      ...(showValues && { showValues }),
    });
  };
  return (
    <form
      className="stack document-form"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      {hasPolicy && <SourceChoice source={source} onChange={setSource} />}
      {usesPasted && (
        <>
          <DocumentField
            label="Policy (YAML or JSON)"
            text={policy}
            onChange={setPolicy}
            problem={problems.policy}
            placeholder={POLICY_EXAMPLE}
          />
          <DocumentField
            label="Waivers (optional, YAML or JSON)"
            rows={4}
            text={waivers}
            onChange={setWaivers}
            problem={problems.waivers}
            placeholder={WAIVERS_EXAMPLE}
          />
        </>
      )}
      <CloudChoice chosen={clouds} onChange={setClouds} />
      <label className="check">
        <input type="checkbox" checked={showValues} onChange={({ target }) => setShowValues(target.checked)} />
        Show the values of tags in findings
      </label>
      <div className="row">
        <button type="submit" className="primary" disabled={isRunning}>
          Check
        </button>
      </div>
    </form>
  );
}

interface DocumentProblems {
  readonly policy?: string | undefined;
  readonly waivers?: string | undefined;
}

/** The documents that were pasted, or what is wrong with them. */
async function readDocuments(
  policy: string,
  waivers: string,
): Promise<Pick<CheckInput, "policy" | "waivers"> | { readonly problems: DocumentProblems }> {
  const parsedPolicy = await parseDocument(policy);
  const parsedWaivers = waivers.trim() === "" ? undefined : await parseDocument(waivers);
  if (parsedPolicy.problem !== undefined || parsedWaivers?.problem !== undefined)
    return { problems: { policy: parsedPolicy.problem, waivers: parsedWaivers?.problem } };
  return { policy: parsedPolicy.document, waivers: parsedWaivers?.document };
}

type PolicySource = "console" | "pasted";

function SourceChoice({
  source,
  onChange,
}: {
  readonly source: PolicySource;
  readonly onChange: (source: PolicySource) => void;
}) {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend>Policy</legend>
      <label className="choice">
        <input type="radio" name={name} checked={source === "console"} onChange={() => onChange("console")} />
        of the console
      </label>
      <label className="choice">
        <input type="radio" name={name} checked={source === "pasted"} onChange={() => onChange("pasted")} />
        pasted here
      </label>
    </fieldset>
  );
}

/** A text that is kept until the tab is closed. */
function useKept(name: string): readonly [string, (text: string) => void] {
  const key = `crosstag-check-${name}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? "");
  return [
    text,
    (next) => {
      setText(next);
      sessionStorage.setItem(key, next);
    },
  ];
}
