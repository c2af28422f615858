import { KMSClient, type KMSClientConfig, type KMSClientResolvedConfig } from "@aws-sdk/client-kms";
import type { CallContext } from "@crosstag/core/driver";
import type { CredentialSupply } from "@crosstag/driver-kit";
import type { constructStack } from "@smithy/core/client";
import type { Answer } from "./check-answer.ts";
import { type AnswerForm, checkAnswer, type HttpAnswer } from "./check-answer.ts";
import { DirectCalls, type PlaceMemory } from "./direct-calls.ts";
import { HttpHandler, type HttpHandlerOptions, type SdkAnswer, type SdkRequest } from "./http-handler.ts";
import { preparedSigner, type SigningMemory } from "./prepared-signer.ts";
import type { Identity } from "./sdk-identity.ts";

type Stack<Input extends object, Output extends object> = ReturnType<typeof constructStack<Input, Output>>;
type SdkCommandHandler = (command: { readonly input: object }) => Promise<{ output: unknown }>;

/** The settings of a client that all clients of the SDK have. */
type SdkConfig = Pick<
  KMSClientResolvedConfig,
  | "credentials"
  | "customUserAgent"
  | "defaultUserAgentProvider"
  | "requestHandler"
  | "signer"
  | "streamCollector"
  | "systemClockOffset"
>;

/** The part of the SDK's clients that is used here. */
interface SdkClient<Input extends object, Output extends Answer, Config extends SdkConfig> {
  readonly config: Config;
  readonly middlewareStack: Stack<Input, Output>;
}

/** The part of the SDK's commands that is used here. */
interface SdkCommand<Input extends object, All extends Answer, Output extends All, Config> {
  readonly input: Input;
  readonly schema?: unknown;
  resolveMiddleware(
    stack: Stack<Input, All>,
    configuration: Config,
    options: object,
  ): (command: never) => Promise<{ output: Output }>;
}

/**
 * A library must not write to the console. Without a logger the SDK writes its warnings there, for example that both a
 * profile and a key are set ("Multiple credential sources", credential-provider-node 3.1162.0).
 */
class SilentLogger {
  trace(): void {}
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}

/** Sends the commands of one service. */
export interface SdkSender<Input extends object, All extends Answer, Config> {
  /** Makes one wire call, which the context's signal ends. @throws any error; see `classifyFailure` */
  send<Output extends All>(command: SdkCommand<Input, All, Output, Config>, context: CallContext): Promise<Output>;
}

/** Sends the commands of a client. */
type SenderOf<Client> =
  Client extends SdkClient<infer Input, infer Output, infer Config> ? SdkSender<Input, Output, Config> : never;

/** Sends the commands of AWS KMS. */
export type KmsSender = SenderOf<KMSClient>;

/** Options of `createSender`. */
export interface SenderOptions {
  /** What answers have. */
  readonly form: AnswerForm;
  /** The client was created here: its configuration, user agent and signing key do not change, so they are prepared once. */
  readonly lean: boolean;
  /** The source of its credentials, if the client was created here. */
  readonly supply?: CredentialSupply<Identity> | undefined;
  /** What other clients have learned that differ in their credentials alone. Default: nothing. */
  readonly memory?: SenderMemory | undefined;
}

/** What senders learn from calls of the SDK. */
export interface SenderMemory extends PlaceMemory, SigningMemory {}

/** A call that the chain makes, or of which it explains the answer. */
interface ChainedCall {
  readonly context?: CallContext;
  readonly refusal?: SdkAnswer;
}

/** What every client that is created here has in common. */
export const OWN_CLIENT = {
  customUserAgent: "crosstag",
  logger: new SilentLogger(),
  // The engine repeats calls.
  maxAttempts: 1,
} as const;

/** Creates a client with a transport of its own. Credentials and region are loaded when they are needed. */
export function createKmsClient(configuration: KMSClientConfig, transport: HttpHandlerOptions = {}): KMSClient {
  return new KMSClient({
    ...OWN_CLIENT,
    ...configuration,
    requestHandler: configuration.requestHandler ?? new HttpHandler(transport),
  });
}

/**
 * Creates a sender that uses a client without changing it, with a copy of its middleware in which
 * - retries are off: the engine repeats calls, and the SDK would treat a full key (`LimitExceededException`) as
 *   throttling and multiply calls on quotas of 5 and 10 a second;
 * - the chain is assembled once for each kind of command, not for each call, as the SDK's `cacheMiddleware` does, and most calls
 *   of a lean client do without it (see `DirectCalls`);
 * - the last step passes on the signal of the call, which the SDK allows only without that cache, and checks the
 *   answer.
 *
 * A call first waits for `supply`, so that a source of credentials that hangs is not reported as a service that hangs.
 */
export function createSender<Input extends object, All extends Answer, Config extends SdkConfig>(
  client: SdkClient<Input, All, Config>,
  { form, lean, supply, memory = {} }: SenderOptions,
): SdkSender<Input, All, Config> {
  /** By the input of the call. */
  const calls = new WeakMap<object, ChainedCall>();
  const stack = client.middlewareStack.clone();
  stack.add((next) => next, {
    name: "retryMiddleware",
    step: "finalizeRequest",
    priority: "high",
    tags: ["RETRY"],
    override: true,
  });
  if (lean) {
    client.config.signer = preparedSigner(client.config.signer, () => client.config.credentials(), memory);
    addFixedUserAgent(stack, client.config);
    // It prepares every answer for the logger, which drops it.
    stack.remove("loggerMiddleware");
  }
  const direct = lean ? new DirectCalls(client.config, () => performance.now(), memory) : undefined;
  const sendRequest = requestSender(client.config, { form, lean });
  stack.add(
    () => async (args) => {
      const { request, input } = args as typeof args & { request: SdkRequest };
      const { context, refusal } = calls.get(input) ?? {};
      const answer = refusal ?? (await sendRequest(request, context));
      if (answer.response.statusCode === 200) direct?.learn(request);
      // The deserializer around this step makes the output.
      return answer as { response: unknown; output: never };
    },
    { name: "crosstagSend", step: "deserialize", priority: "low" },
  );
  const handlers = new Map<unknown, SdkCommandHandler>();
  return {
    async send(command, context) {
      const waiting = supply?.credentialsFor(context);
      if (waiting instanceof Promise) await waiting;
      const made = await direct?.make(command, (request) => sendRequest(request, context));
      if (made !== undefined && "output" in made) return made.output as never;
      let handler = handlers.get(command.constructor);
      if (handler === undefined) {
        handler = command.resolveMiddleware(stack, client.config, {}) as SdkCommandHandler;
        handlers.set(command.constructor, handler);
        if (lean) layOutForCopying(client.config);
      }
      calls.set(command.input, { context, ...made });
      const { output } = await handler(command);
      return output as never;
    },
  };
}

/** Sends signed requests, and checks the answers. */
function requestSender(configuration: SdkConfig, { form, lean }: Pick<SenderOptions, "form" | "lean">) {
  return async (request: SdkRequest, context: CallContext | undefined): Promise<SdkAnswer> => {
    const answer = await (lean
      ? (configuration.requestHandler as unknown as HttpHandler).handle(request, { context })
      : configuration.requestHandler.handle(request, context && { abortSignal: context.signal }));
    const response = answer.response as Omit<HttpAnswer, "body"> & { body: unknown };
    if (!(response.body instanceof Uint8Array)) {
      response.body =
        response.body === undefined ? new Uint8Array() : await configuration.streamCollector(response.body);
    }
    const { hostname, headers } = request;
    checkAnswer(response as HttpAnswer, { hostname, target: headers["x-amz-target"] ?? "", form });
    return answer;
  };
}

/**
 * The SDK copies the whole configuration four times for each call. V8 stores it as a hash table, of which a copy takes
 * 13 µs. V8 stores an object that is a prototype as a plain record, of which a copy takes 1 µs (measured on Node
 * 20.20, client-kms 3.1162.0: a third of the SDK's work for a call). Nothing else changes.
 */
function layOutForCopying(configuration: object): void {
  const heir: { readonly region?: unknown } = Object.create(configuration);
  // V8 changes how it stores a prototype after enough reads through it.
  for (let reads = 0; reads < 100; reads += 1) void heir.region;
}

/** CloudTrail shows the user agent, so it is sent; it is the same for every call of a client. */
function addFixedUserAgent<Input extends object, Output extends Answer>(
  stack: Stack<Input, Output>,
  configuration: SdkConfig,
): void {
  let userAgent: string | undefined;
  stack.add(
    (next) => (args) => {
      const send = (known: string) => {
        (args.request as { headers: Record<string, string> }).headers["user-agent"] = userAgent = known;
        return next(args);
      };
      return userAgent === undefined ? describeUserAgent(configuration).then(send) : send(userAgent);
    },
    {
      name: "getUserAgentMiddleware",
      step: "build",
      priority: "low",
      tags: ["SET_USER_AGENT", "USER_AGENT"],
      override: true,
    },
  );
}

async function describeUserAgent(configuration: SdkConfig): Promise<string> {
  const pairs = [...(await configuration.defaultUserAgentProvider()), ...(configuration.customUserAgent ?? [])];
  return pairs
    .map(([name, version]) =>
      (version === undefined ? name : `${name}/${version}`).replace(/[^\w.+#$&'*^`|~!/-]/g, "-"),
    )
    .join(" ");
}
