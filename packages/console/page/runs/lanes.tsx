import { formatDuration, formatNumber } from "../parts/format.ts";
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
            <span>{describePace(live)}</span>
            <span className={live.throttled > 0 ? "warn" : undefined}>{formatNumber(live.throttled)} throttled</span>
            <span>{describeLeft(live)}</span>
          </>
        )}
        {failed > 0 && <span className="bad">{formatNumber(failed)} failed</span>}
        {unknown > 0 && <span className="bad">{formatNumber(unknown)} unknown</span>}
      </p>
    </li>
  );
}

function describePace({ callsPerSecond, requestsPerSecond }: NonNullable<Lane["live"]>): string {
  const now = callsPerSecond === undefined ? "measuring" : formatNumber(round(callsPerSecond));
  const most = requestsPerSecond === null ? "no limit known" : `at most ${formatNumber(round(requestsPerSecond))}`;
  return `${now} calls a second (${most})`;
}

function describeLeft({ finished, secondsLeft }: NonNullable<Lane["live"]>): string {
  if (finished) return "done";
  if (secondsLeft === undefined) return "time left not known";
  return `about ${formatDuration(secondsLeft < 60 ? Math.ceil(secondsLeft) : Math.round(secondsLeft / 60) * 60)} left`;
}

function round(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}
