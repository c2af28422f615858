import { formatCount } from "../parts/format.ts";
import type { ViolationGroup } from "./bulk-changes.ts";

/** What the clouds say about changes. */
export function ViolationList({ groups }: { readonly groups: readonly ViolationGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <ul className="violations">
      {groups.map(({ violation: { message, fix, severity }, resources }) => (
        <li key={`${severity} ${message} ${fix}`} className={severity === "error" ? "bad" : "warn"}>
          <strong>{severity === "error" ? "Refused" : "Warning"}</strong>, {formatCount(resources, "resource")}:{" "}
          {message} {fix}
        </li>
      ))}
    </ul>
  );
}
