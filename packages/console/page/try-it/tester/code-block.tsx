import { useState } from "react";

/** Code that can be copied. It scrolls by keyboard. */
export function CodeBlock({ label, code }: { readonly label: string; readonly code: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="try-code">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls needs the focus */}
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{code}</code>
      </pre>
      <button
        type="button"
        className="quiet"
        aria-label={`Copy: ${label}`}
        onClick={() => {
          void navigator.clipboard.writeText(code).then(() => setCopied(true));
        }}
        onBlur={() => setCopied(false)}
      >
        {copied ? "Copied" : "Copy"}
      </button>
    </div>
  );
}
