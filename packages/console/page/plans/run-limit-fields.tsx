import { useId } from "react";

/** How much of a plan a run changes, as typed. */
export interface TypedRunLimits {
  readonly limit: string;
  readonly canary: string;
  readonly maximumFailures: string;
}

/** The whole plan, whatever happens. */
export const NO_RUN_LIMITS: TypedRunLimits = { limit: "", canary: "", maximumFailures: "" };

const FIELDS = [
  ["canary", "Change this many first", "and go on only if none failed"],
  ["maximumFailures", "Stop after this many failures", ""],
  ["limit", "Change at most this many", ""],
] as const;

/** Fields for a careful run. */
export function RunLimitFields({
  limits,
  onChange,
}: {
  readonly limits: TypedRunLimits;
  readonly onChange: (limits: TypedRunLimits) => void;
}) {
  const id = useId();
  return (
    <details>
      <summary>Run a part, or stop early</summary>
      <div className="fields run-limits">
        {FIELDS.map(([name, label, more]) => (
          <div className="field" key={name}>
            <label htmlFor={`${id}${name}`}>
              {label} {more !== "" && <span className="soft">{more}</span>}
            </label>
            <input
              id={`${id}${name}`}
              type="number"
              min={1}
              step={1}
              inputMode="numeric"
              placeholder="no limit"
              value={limits[name]}
              onChange={({ target }) => onChange({ ...limits, [name]: target.value })}
            />
          </div>
        ))}
      </div>
    </details>
  );
}

/** The limits as the service takes them; what is not typed is left out, and what is wrong is refused there. */
export function runLimits(typed: TypedRunLimits): { limit?: number; canary?: number; maximumFailures?: number } {
  return {
    ...(typed.limit !== "" && { limit: Number(typed.limit) }),
    ...(typed.canary !== "" && { canary: Number(typed.canary) }),
    ...(typed.maximumFailures !== "" && { maximumFailures: Number(typed.maximumFailures) }),
  };
}
