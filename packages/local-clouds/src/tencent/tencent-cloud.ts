import { isStructure } from "../is-structure.ts";
import type { Answer, Cloud, CloudCall } from "../server/cloud.ts";
import { systemClock, type Clock } from "../server/clock.ts";
import { randomIdentifiers, type Identifiers } from "../server/identifiers.ts";
import { immediateConsistency, type Consistency } from "../state/versioned.ts";
import { TencentAccounts } from "./accounts/tencent-accounts.ts";
import { denied, internalError, refused, throttled, unknownSecretId } from "./errors.ts";
import { errorAnswer, successAnswer, type AnswerBody } from "./protocol/answers.ts";
import { Authenticator } from "./protocol/authenticator.ts";
import type { CredentialStore } from "./protocol/credentials.ts";
import { serviceHosts } from "./protocol/hosts.ts";
import { Receiver } from "./protocol/receiver.ts";
import { keyScene, type TencentKeys } from "./scene/key-scene.ts";
import { secretScene, type TencentSecrets } from "./scene/secret-scene.ts";
import type { CloudContext } from "./service/context.ts";
import { Parameters } from "./service/parameters.ts";
import { documentedQuotas, identityServices, services, serviceWith } from "./service/services.ts";
import { tagService } from "./service/tag/tag-service.ts";
import { defaultTencentSettings, type TencentSettings } from "./settings.ts";

/** What one cloud consists of. */
export interface TencentCloudOptions {
  /** Default `["ap-guangzhou"]`. One endpoint serves all of them. */
  readonly regions?: readonly string[];
  /** The main account of credentials that name no other. Default `100000000001`. */
  readonly account?: string;
  /** The API keys that requests can be signed with. */
  readonly credentials: CredentialStore;
  /** The time of the state: creation, expiry, scheduled deletion, consistency. Default: the system's. */
  readonly clock?: Clock;
  /** Default: random. */
  readonly identifiers?: Identifiers;
  /** Default: immediate. */
  readonly consistency?: Consistency;
  /** Behaviors that no public source documents. Settings that are not given keep their defaults. */
  readonly settings?: Partial<TencentSettings>;
}

/** Sets and reads the state of one account in one region directly, without requests. */
export interface TencentScene {
  /** The keys of the region. */
  readonly keys: TencentKeys;
  /** The secrets of the region. */
  readonly secrets: TencentSecrets;
}

/** All regions and accounts of a cloud, behind one endpoint. */
export interface TencentCloud extends Cloud {
  /** The host names that the endpoint answers for, besides this machine's own. */
  readonly hosts: readonly string[];
  readonly accounts: TencentAccounts;
  sceneOf(account: string, region: string): TencentScene;
}

const reading = /^(?:Describe|Get(?!Parameters)|List)/;

export function createTencentCloud(options: TencentCloudOptions): TencentCloud {
  const { regions = ["ap-guangzhou"], account = "100000000001", clock = systemClock, credentials } = options;
  const settings: TencentSettings = { ...defaultTencentSettings, ...options.settings };
  const context: CloudContext = {
    regions,
    settings,
    clock,
    identifiers: options.identifiers ?? randomIdentifiers,
    consistency: { clock, consistency: options.consistency ?? immediateConsistency },
  };
  const accounts = new TencentAccounts(account, context);
  const hosts = serviceHosts(
    services.map(({ name }) => name),
    regions,
  );
  const receiver = new Receiver({
    services,
    apart: identityServices,
    hosts,
    regions,
    account,
    authenticator: new Authenticator(credentials, settings, Date.now, clock),
  });
  return {
    name: "tencent",
    hosts: [...hosts.keys()],
    accounts,
    quotas: documentedQuotas,
    receive: (request) => receiver.receive(request),
    quotaGroupOf: ({ operation }) => operation,
    execute: (call) => execute(call, { context, accounts, credentials }),
    answer: (body, _call, requestId): Answer => successAnswer(isStructure(body) ? body : {}, requestId),
    answerError: (error, _request, requestId) => errorAnswer(error, requestId),
    throttled: ({ operation }) => throttled(settings.throttlingCode, operation),
    fault: internalError,
    sceneOf: (id, region) => {
      const state = { ...context, here: () => accounts.stateOf(id, region, true), catalog: accounts.get(id).catalog };
      return { keys: keyScene(state), secrets: secretScene(state) };
    },
  };
}

interface ExecutionParts {
  readonly context: CloudContext;
  readonly accounts: TencentAccounts;
  readonly credentials: CredentialStore;
}

function execute(call: CloudCall, { context, accounts, credentials }: ExecutionParts): AnswerBody {
  const { operation, region } = call;
  const account = accounts.find(call.account);
  const caller = credentials.find(call.accessKeyId);
  const service = serviceWith(operation);
  if (account === undefined || caller === undefined || service === undefined) throw unknownSecretId();
  if (account.suspended) throw refused("OperationDenied", "The account is suspended.");
  if (caller.deniedOperations?.includes(operation) === true) {
    const ofTags = service.name === tagService.name;
    throw denied(ofTags ? "AuthFailure.UnauthorizedOperation" : context.settings.deniedCode, operation);
  }
  const changes = !reading.test(operation);
  return service.execute(operation, new Parameters(call.parameters), region, {
    ...context,
    account: account.id,
    appId: account.appId,
    caller,
    catalog: account.catalog,
    regionState: (name) => accounts.stateOf(account.id, name, changes),
    rolesOf: (id) => {
      const named = accounts.find(id);
      return named?.suspended === true ? undefined : named?.roles;
    },
    addSession: (added, session) => {
      credentials.addSession(added, session);
    },
  });
}
