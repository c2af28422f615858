import { useId } from "react";

/** A field for a document that people keep in a file: pasted, or read from the file. */
export function DocumentField({
  label,
  text,
  onChange,
  problem,
  placeholder,
  rows = 10,
}: {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** What is wrong with the text. */
  readonly problem?: string | undefined;
  readonly placeholder?: string | undefined;
  /** Default: 10. */
  readonly rows?: number;
}) {
  const [fieldId, problemId] = [useId(), useId()];
  return (
    <div className="field document-field">
      <label htmlFor={fieldId}>{label}</label>
      <textarea
        id={fieldId}
        rows={rows}
        value={text}
        spellCheck={false}
        autoCapitalize="off"
        placeholder={placeholder}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : problemId}
        onChange={({ target }) => onChange(target.value)}
      />
      {problem !== undefined && (
        <p id={problemId} className="bad" role="alert">
          {problem}
        </p>
      )}
      <label className="row file-choice">
        <span className="soft">or choose a file</span>
        <input
          type="file"
          accept=".yaml,.yml,.json"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file !== undefined) void file.text().then(onChange);
          }}
        />
      </label>
    </div>
  );
}
