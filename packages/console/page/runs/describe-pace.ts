import { formatDuration, formatNumber } from "../parts/format.ts";
import type { Lane } from "./run-view.ts";

/** How fast a lane is, and how long it takes; when it has ended only whether every resource has its outcome. */
export function describePace({ live, settled }: Required<Pick<Lane, "live" | "settled">>): string {
  const { callsPerSecond, requestsPerSecond, finished } = live;
  if (finished) return settled < live.resources ? "stopped" : "done";
  const now = callsPerSecond === undefined ? "measuring" : formatNumber(round(callsPerSecond));
  const most = requestsPerSecond === null ? "no limit known" : `at most ${formatNumber(round(requestsPerSecond))}`;
  return `${now} calls a second (${most}), ${describeLeft(live)}`;
}

function describeLeft({ secondsLeft }: NonNullable<Lane["live"]>): string {
  if (secondsLeft === undefined) return "time left not known";
  return `about ${formatDuration(secondsLeft < 60 ? Math.ceil(secondsLeft) : Math.round(secondsLeft / 60) * 60)} left`;
}

function round(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}
