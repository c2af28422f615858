import type { CallContext, CallerIdentity, Failure } from "@crosstag/core/driver";

/**
 * The time limit for the token service, milliseconds. In a network without a route to it a connection is not refused but
 * times out, and the call needs time to ask the service itself after that.
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
  /** Neither the service nor the configuration names the account. Default: false. */
  readonly onlyTokenService?: boolean;
  /** Whether an error is an answer of the token service that is not as documented. */
  isMalformed(error: unknown): boolean;
}

/**
 * The account of the credentials: from the token service, or, if that cannot be reached or there is none, from the
 * service, or from its denial. Without an account if none of them names it.
 * @throws any error, which the driver's `classify` explains
 */
export async function identifyCaller(sources: CallerSources, context: CallContext): Promise<CallerIdentity> {
  const { ownEndpoint } = sources;
  let malformed: unknown;
  try {
    return await sources.askTokenService(sources.onlyTokenService === true ? context : limited(context));
  } catch (error) {
    if (context.signal.aborted || isTheAnswer(sources, error)) throw error;
    if (ownEndpoint && sources.isMalformed(error)) malformed = error;
  }
  const caller = await askService(sources, context);
  // A cloud's own token service always knows the account: a malformed answer is not a reason to trust the configuration.
  if (caller.account === undefined && malformed !== undefined) throw malformed;
  return caller;
}

function limited({ signal, timeoutMs }: CallContext): CallContext {
  return {
    signal: AbortSignal.any([signal, AbortSignal.timeout(TOKEN_SERVICE_MS)]),
    timeoutMs: Math.min(timeoutMs, TOKEN_SERVICE_MS),
  };
}

/**
 * Whether an error of the token service ends the question. If nothing else can be asked, every refusal with a request id does,
 * such as throttling or an ended session: a second attempt or other credentials give the account. Without a configured account,
 * so does a failure that can pass, such as a time-out.
 */
function isTheAnswer(sources: CallerSources, error: unknown): boolean {
  const { code, requestId, retry } = sources.classify(error);
  if (sources.onlyTokenService === true && retry !== "no") return true;
  if (code === "unauthenticated" && sources.ownEndpoint) return true;
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
