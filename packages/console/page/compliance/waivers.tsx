import { formatDay, formatNumber } from "../parts/format.ts";
import type { CheckSummary } from "./check-types.ts";

const STATES = {
  used: { title: "in use", tone: "note" },
  unused: { title: "covers nothing", tone: "soft" },
  expired: { title: "expired", tone: "bad" },
} as const;

/** The waivers, and what each covers. */
export function Waivers({ waivers }: { readonly waivers: CheckSummary["waivers"] }) {
  if (waivers.length === 0) return null;
  return (
    <section aria-labelledby="waivers">
      <h2 id="waivers">Waivers</h2>
      <ul className="items" aria-labelledby="waivers">
        {waivers.map(({ id, owner, reason, ticket, expires, state, covers }) => (
          <li key={id}>
            <div className="row item-head">
              <strong>{id}</strong>
              <span className={`badge ${STATES[state].tone}`}>{STATES[state].title}</span>
            </div>
            <p>{reason}</p>
            <p className="soft">
              {formatNumber(covers)} covered · {owner} · through {formatDay(expires)}
              {ticket !== undefined && <> · {ticket}</>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
