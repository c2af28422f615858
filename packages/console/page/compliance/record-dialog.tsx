import { Dialog } from "../parts/dialog.tsx";
import { Facts } from "../parts/facts.tsx";
import { formatDay } from "../parts/format.ts";
import { TagText } from "../parts/tag-text.tsx";
import type { CheckRecord, Finding } from "./check-types.ts";

/** Everything that a check found out about one resource. */
export function RecordDialog({ record, onClose }: { readonly record: CheckRecord; readonly onClose: () => void }) {
  const { reference, aliases, description, provider, kind, account, accountName, unit, region, team } = record;
  return (
    <Dialog title="Resource" onClose={onClose}>
      <p>
        <code>{reference}</code>
      </p>
      <Facts
        facts={[
          ["Aliases", aliases?.join(", ")],
          ["Description", description],
          ["Provider", provider],
          ["Account", accountName === undefined ? account : `${account} (${accountName})`],
          ["Unit", unit],
          ["Region", region],
          ["Kind", kind],
          ["Team", team !== undefined && <TagText text={team} />],
          ["Rules that apply", record.rules.join(", ")],
        ]}
      />
      {record.error !== undefined && (
        <div className="notice error">
          <p>
            {record.error.message} <span className="soft">({record.error.code})</span>
          </p>
        </div>
      )}
      <ul className="stack bare">
        {record.findings.map((finding) => (
          <FindingNotice key={finding.fingerprint} finding={finding} tone="error" />
        ))}
        {record.suppressed.map((finding) => (
          <FindingNotice
            key={finding.fingerprint}
            finding={finding}
            tone="warning"
            note={`Waived through ${formatDay(finding.waiver.expires)} by ${finding.waiver.owner}: ${finding.waiver.reason}`}
          />
        ))}
      </ul>
      {record.result === "compliant" && <p className="good">It fits every rule that applies.</p>}
    </Dialog>
  );
}

function FindingNotice({
  finding: { rule, message, fix, value },
  tone,
  note,
}: {
  readonly finding: Finding;
  readonly tone: "error" | "warning";
  readonly note?: string;
}) {
  return (
    <li className={`notice ${tone}`}>
      <p>
        <strong>{rule}</strong>: {message}
      </p>
      {value !== undefined && (
        <p>
          Value: <TagText text={value} />
        </p>
      )}
      <p className="soft">{fix}</p>
      {note !== undefined && <p>{note}</p>}
    </li>
  );
}
