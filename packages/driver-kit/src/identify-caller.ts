import type { CallContext, CallerIdentity, Failure } from "@crosstag/core/driver";
import { CredentialProblem } from "./credential-problem.ts";
import { TokenServiceError } from "./token-service-error.ts";

/**
 * The longest time limit for the token service, milliseconds. In a network without a route to it a connection is not refused
 * but times out, and half of the call is left to ask the service itself after that.
 */
const TOKEN_SERVICE_MS = 4_000;

/** Where the account of credentials can be asked for. */
export interface CallerSources {
  /** Asks the cloud's token service (STS). @throws any error, which `classify` explains */
  askTokenService(context: CallContext): Promise<CallerIdentity>;
  /**
   * Ask the service itself, whose resources are named by account, one after the other until one names it. They reject
   * with any error, which `classify` explains.
   */
  readonly askService: readonly ((context: CallContext) => Promise<CallerIdentity>)[];
  /** What the denial of a question to the service says of the caller. */
  callerInDenial(error: unknown): CallerIdentity;
  /** Explains an error of a question. */
  classify(error: unknown): Failure;
  /** The endpoint is the cloud's own. Others may lack a token service; then its answer has no meaning. */
  readonly ownEndpoint: boolean;
  /** The configuration names the account, which counts if no answer names it. */
  readonly accountConfigured: boolean;
  /** Whether an error is an answer of the token service that is not as documented. */
  isMalformed(error: unknown): boolean;
}

/**
 * The account of the credentials: from the token service, or, if that cannot be reached or there is none, from the
 * service, or from its denial. Without an account if none of them names it.
 * @throws TokenServiceError, or any error of the service; the driver's `classify` explains both
 */
export async function identifyCaller(sources: CallerSources, context: CallContext): Promise<CallerIdentity> {
  let unanswered: Error | undefined;
  try {
    return await sources.askTokenService(isOnlySource(sources) ? context : limited(context));
  } catch (error) {
    const failure = error instanceof CredentialProblem ? error : new TokenServiceError(error);
    if (context.signal.aborted || isTheAnswer(sources, error)) throw failure;
    if (mustAnswer(sources, error)) unanswered = failure;
  }
  const caller = await askService(sources, context);
  if (caller.account === undefined && unanswered !== undefined) throw unanswered;
  return caller;
}

/** Nothing else names the account. */
function isOnlySource({ askService: others, accountConfigured }: CallerSources): boolean {
  return others.length === 0 && !accountConfigured;
}

function limited({ signal, timeoutMs: ofCall }: CallContext): CallContext {
  const timeoutMs = Math.min(Math.floor(ofCall / 2), TOKEN_SERVICE_MS);
  return { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]), timeoutMs };
}

/**
 * Whether an error of the token service is the failure of the question if the service does not name the account either. A
 * cloud's own token service always knows the account: a malformed answer is not a reason to trust the configuration, and a
 * failure that can pass is not a reason to require one.
 */
function mustAnswer(sources: CallerSources, error: unknown): boolean {
  const { ownEndpoint, accountConfigured } = sources;
  if (ownEndpoint && sources.isMalformed(error)) return true;
  const { code, retry } = sources.classify(error);
  return !accountConfigured && retry !== "no" && (ownEndpoint || code === "deadline-exceeded");
}

/**
 * Whether an error of the token service ends the question. If nothing else can be asked, every refusal with a request id does,
 * such as throttling or an ended session: a second attempt or other credentials give the account. Without a configured account,
 * so does a failure that can pass, such as a time-out.
 */
function isTheAnswer(sources: CallerSources, error: unknown): boolean {
  const { code, requestId, retry } = sources.classify(error);
  if (isOnlySource(sources) && retry !== "no") return true;
  // A clock that is corrected now must be reported, also if the next question would succeed.
  if (code === "unauthenticated" && (sources.ownEndpoint || retry !== "no")) return true;
  const isRefusal = requestId !== undefined && !sources.isMalformed(error);
  return isRefusal && sources.askService.length === 0 && code !== "access-denied" && code !== "unsupported";
}

async function askService(sources: CallerSources, context: CallContext): Promise<CallerIdentity> {
  let caller: CallerIdentity = {};
  for (const ask of sources.askService) {
    try {
      caller = await ask(context);
    } catch (error) {
      const { code, scope } = sources.classify(error);
      // If every call of the account is refused, that is the answer, not a reason to do without the account.
      if (scope === "account" || (code !== "access-denied" && code !== "unsupported")) throw error;
      caller = sources.callerInDenial(error);
    }
    if (caller.account !== undefined) return caller;
  }
  return caller;
}
