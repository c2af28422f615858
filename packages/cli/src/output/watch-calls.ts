import type { CrosstagEvent } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import type { Invocation } from "../invocation.ts";
import { describeCount } from "./describe-count.ts";
import { describeLongWait, LONG_WAIT_MS } from "./long-wait.ts";

type CallEvent = Extract<CrosstagEvent, { readonly type: `call-${string}` }>;

export interface CallWatch {
  /** Cheap: it may be called a thousand times a second. */
  onEvent(event: CrosstagEvent): void;
  end(): void;
}

/**
 * Counts reads on the status line, and reports long waits: each cause once, and again only if the wait gets much longer.
 * @param drivers the open clouds; they know if they wait for credentials
 */
export function watchCalls(
  { messages, context }: Pick<Invocation, "messages" | "context">,
  drivers: () => readonly Pick<KmsDriver, "provider" | "scope" | "credentialsAwaited">[] = () => [],
): CallWatch {
  const scopes = new Map<string, ScopeWatch>();
  let calls = 0;
  let read = 0;
  let written = 0;
  /** A run has begun, which shows its progress itself. */
  let running = false;
  const assumed = new Set<string>();

  const count = (event: Extract<CallEvent, { readonly type: "call-settled" }>) => {
    calls += 1;
    if (event.code !== undefined) return;
    if (event.operation === "readTags") read += event.resources;
    else if (event.operation === "writeTags" || event.operation.startsWith("remove")) written += event.resources;
  };
  return {
    onEvent: (event) => {
      if (event.type === "run-progress" && !running) {
        running = true;
        messages.status.clear();
      }
      if (event.type === "account-assumed") messages.warn(describeAssumedAccount(event));
      // A right that is missing is missing in every account.
      if (event.type === "quotas-assumed" && !assumed.has(event.message)) {
        assumed.add(event.message);
        messages.warn(describeAssumedQuotas(event));
      }
      if (!isCallEvent(event)) return;
      const name = `${event.provider} ${event.region}`;
      let scope = scopes.get(name);
      if (scope === undefined) {
        const { provider, region } = event;
        const isHere = (driver: Pick<KmsDriver, "provider" | "scope">) =>
          driver.provider === provider && driver.scope.region === region;
        scope = new ScopeWatch(name, {
          tell: (text) => {
            // It would be written into the bars of the run, which tell it themselves.
            if (!(running && context.standardError.isTTY === true)) messages.info(text);
          },
          credentialsAwaited: () =>
            drivers()
              .filter(isHere)
              .map((driver) => driver.credentialsAwaited?.())
              .find((source) => source !== undefined),
        });
        scopes.set(name, scope);
      }
      scope.onEvent(event);
      if (event.type === "call-settled") count(event);
      if (!running) messages.status.show(() => describeProgress(calls, read, written));
    },
    end: () => {
      for (const scope of scopes.values()) scope.end();
      messages.status.clear();
    },
  };
}

function isCallEvent(event: CrosstagEvent): event is CallEvent {
  return event.type.startsWith("call-");
}

function describeAssumedAccount({
  provider,
  region,
  account,
}: Extract<CrosstagEvent, { readonly type: "account-assumed" }>): readonly string[] {
  return [
    `${provider} ${region}: the cloud could not tell which account these credentials belong to. Account ${account} is assumed, because the configuration names it.`,
    "  To have it checked, allow access to STS, or allow the credentials to list keys.",
  ];
}

function describeAssumedQuotas({
  provider,
  region,
  message,
  hint,
}: Extract<CrosstagEvent, { readonly type: "quotas-assumed" }>): readonly string[] {
  return [
    `${provider} ${region}: the request rates could not be read, so the documented ones are used. ${message}`,
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ];
}

function describeProgress(calls: number, read: number, written: number): string {
  const done = [
    read > 0 ? `${describeCount(read, "resource")} read` : "Reading",
    written > 0 ? `${describeCount(written, "resource")} written` : undefined,
  ];
  return `${done.filter((part) => part !== undefined).join(", ")} (${describeCount(calls, "call")}) …`;
}

/** Watches the calls of one account and region of a cloud. */
class ScopeWatch {
  readonly #name: string;
  readonly #tell: (text: string) => void;
  readonly #credentialsAwaited: () => string | undefined;
  /** The longest wait that was reported, milliseconds, by its cause. */
  readonly #told = new Map<string, number>();
  #underWay = 0;
  #silence: NodeJS.Timeout | undefined;

  constructor(
    name: string,
    ports: { readonly tell: (text: string) => void; readonly credentialsAwaited: () => string | undefined },
  ) {
    this.#name = name;
    this.#tell = ports.tell;
    this.#credentialsAwaited = ports.credentialsAwaited;
  }

  onEvent(event: CallEvent): void {
    if (event.type === "call-started") {
      this.#underWay += 1;
      this.#silence ??= this.#startSilence();
    } else if (event.type === "call-settled") {
      this.#underWay -= 1;
      clearTimeout(this.#silence);
      this.#silence = this.#underWay > 0 ? this.#startSilence() : undefined;
    } else if (event.type === "call-retried") {
      this.#retried(event);
    }
  }

  end(): void {
    clearTimeout(this.#silence);
  }

  #retried(event: Extract<CallEvent, { readonly type: "call-retried" }>): void {
    const { code, delayMs, attempt } = event;
    const wait = describeLongWait(event);
    if (code === "deadline-exceeded") {
      this.#tellOnce(code, LONG_WAIT_MS, `${this.#name}: no answer in time (attempt ${attempt}); trying again.`);
    } else if (wait !== undefined) {
      this.#tellOnce(code, delayMs, wait);
    }
  }

  #startSilence(): NodeJS.Timeout {
    return setTimeout(() => this.#tellSilence(), LONG_WAIT_MS).unref();
  }

  #tellSilence(): void {
    const source = this.#credentialsAwaited();
    if (source === undefined) {
      const text = `${this.#name}: still waiting for an answer. How long a call may take: --timeout SECONDS.`;
      this.#tellOnce("silence", LONG_WAIT_MS, text);
    } else {
      const text = `${this.#name}: still waiting for credentials (source: ${source}). How long that may take: credentialsTimeoutSeconds of the cloud in crosstag.yaml.`;
      this.#tellOnce("credentials", LONG_WAIT_MS, text);
    }
  }

  #tellOnce(cause: string, milliseconds: number, text: string): void {
    const longest = this.#told.get(cause);
    if (longest !== undefined && milliseconds <= longest * 2) return;
    this.#told.set(cause, milliseconds);
    this.#tell(text);
  }
}
