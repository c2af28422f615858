import { formatCount } from "../parts/format.ts";
import type { PlanDocument } from "./plan-state.ts";

type PlanWarning = PlanDocument["summary"]["warnings"][number];

/** What to review before the plan is applied: above all whose access depends on the tags. */
export function PlanWarnings({ warnings }: { readonly warnings: readonly PlanWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <section aria-labelledby="warnings">
      <h2 id="warnings">Review before you approve</h2>
      <ul className="stack bare">
        {warnings.map(({ rule, tagKey, message, fix, resources, examples }) => (
          <li key={`${rule} ${tagKey ?? ""} ${message}`} className="notice warning">
            <p>
              <strong>{message}</strong>
            </p>
            <p>{fix}</p>
            <details>
              <summary>
                {formatCount(resources, "resource")} <span className="soft">({rule})</span>
              </summary>
              <ul className="references">
                {examples.map((example) => (
                  <li key={example}>
                    <code>{example}</code>
                  </li>
                ))}
              </ul>
              {resources > examples.length && (
                <p className="soft">and {formatCount(resources - examples.length, "more", "more")}</p>
              )}
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
