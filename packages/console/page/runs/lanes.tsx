import { formatNumber } from "../parts/format.ts";
import { describePace } from "./describe-pace.ts";
import type { Lane } from "./run-view.ts";

/** Each cloud, account and region spends its own quota, so each has its own pace. */
export function Lanes({ lanes }: { readonly lanes: readonly Lane[] }) {
  if (lanes.length === 0) return null;
  return (
    <section aria-labelledby="lanes">
      <h2 id="lanes">Clouds, accounts and regions</h2>
      <ul className="lanes bare">
        {lanes.map((lane) => (
          <LaneItem key={lane.scope} lane={lane} />
        ))}
      </ul>
    </section>
  );
}

function LaneItem({ lane: { scope, settled, failed, unknown, live } }: { readonly lane: Lane }) {
  const resources = Math.max(live?.resources ?? settled, settled);
  return (
    <li className="card lane">
      <div className="row lane-head">
        <code>{scope}</code>
        <span className="number">
          {formatNumber(settled)} / {formatNumber(resources)}
        </span>
      </div>
      <progress aria-label={`Resources of ${scope} with their outcome`} max={Math.max(1, resources)} value={settled} />
      <p className="row lane-facts soft">
        {live !== undefined && (
          <>
            <span className={live.throttled > 0 ? "warn" : undefined}>{formatNumber(live.throttled)} throttled</span>
            <span>{describePace({ live, settled })}</span>
          </>
        )}
        {failed > 0 && <span className="bad">{formatNumber(failed)} failed</span>}
        {unknown > 0 && <span className="bad">{formatNumber(unknown)} unknown</span>}
      </p>
    </li>
  );
}
