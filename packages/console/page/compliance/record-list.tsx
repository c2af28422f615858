import { LongList } from "../parts/long-list.tsx";
import type { CheckRecord } from "./check-types.ts";

/** Resources by name; each opens what is known about it. */
export function RecordList({
  label,
  records,
  onShow,
}: {
  readonly label: string;
  readonly records: readonly CheckRecord[];
  readonly onShow: (record: CheckRecord) => void;
}) {
  return (
    <LongList label={label} items={records} keyOf={({ reference }) => reference}>
      {(record) => (
        <button type="button" className="quiet record" onClick={() => onShow(record)}>
          <code>{record.reference}</code>
          {record.aliases?.[0] !== undefined && <span className="soft">{record.aliases[0]}</span>}
        </button>
      )}
    </LongList>
  );
}
