/** What a process says to the one that keeps the budget. Times are milliseconds of the keeper's clock. */
export type GuestMessage =
  | {
      readonly type: "open";
      /** Numbers the lanes of one connection. */
      readonly lane: number;
      /** Names the quota: equal for all processes that spend it. */
      readonly quota: string;
      readonly requestsPerSecond: number;
      /** What the process knows from an earlier keeper; `inMs`: when the first turn begins that no process had. */
      readonly history?: { readonly requestsPerSecond: number; readonly inMs: number };
    }
  | { readonly type: "want"; readonly lane: number; readonly calls: number }
  | {
      readonly type: "accepted";
      readonly lane: number;
      readonly now: number;
      readonly sentAt: number;
      readonly epoch: number;
    }
  | {
      readonly type: "throttled";
      readonly lane: number;
      readonly now: number;
      readonly sentAt: number;
      readonly epoch: number;
      readonly retryAfterMs: number;
    };

/** What the process that keeps the budget says. Every `want` is answered at once, with or without turns. */
export type KeeperMessage =
  | { readonly type: "hello"; readonly now: number }
  | {
      readonly type: "lease";
      readonly lane: number;
      readonly now: number;
      readonly turns: readonly number[];
      readonly epoch: number;
      readonly requestsPerSecond: number;
      readonly nextAt: number;
    };

/** More than any process has in flight; a larger number is a mistake. */
const MOST_CALLS = 1_000_000;

export function isGuestMessage(value: unknown): value is GuestMessage {
  if (!isRecord(value) || !isCount(value["lane"])) return false;
  switch (value["type"]) {
    case "open": {
      const { quota, requestsPerSecond, history } = value;
      if (typeof quota !== "string" || !isRate(requestsPerSecond)) return false;
      return history === undefined || isHistory(history);
    }
    case "want":
      return isNumber(value["calls"]) && Math.abs(value["calls"]) <= MOST_CALLS;
    case "throttled":
      return isAnswer(value) && isNumber(value["retryAfterMs"]);
    case "accepted":
      return isAnswer(value);
    default:
      return false;
  }
}

export function isKeeperMessage(value: unknown): value is KeeperMessage {
  if (!isRecord(value) || !isNumber(value["now"])) return false;
  const { type, lane, turns, epoch, requestsPerSecond, nextAt } = value;
  if (type === "hello") return true;
  return (
    type === "lease" &&
    isCount(lane) &&
    Array.isArray(turns) &&
    turns.every(isNumber) &&
    isNumber(epoch) &&
    isRate(requestsPerSecond) &&
    isNumber(nextAt)
  );
}

function isHistory(value: unknown): boolean {
  return isRecord(value) && isRate(value["requestsPerSecond"]) && isNumber(value["inMs"]);
}

function isAnswer({ now, sentAt, epoch }: Readonly<Record<string, unknown>>): boolean {
  return isNumber(now) && isNumber(sentAt) && isNumber(epoch);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function isCount(value: unknown): value is number {
  return isNumber(value) && Number.isSafeInteger(value) && value >= 0;
}

function isRate(value: unknown): value is number {
  return isNumber(value) && value > 0;
}
