import type { Answer, Cloud, CloudCall, CloudError, ReceivedRequest } from "../server/cloud.ts";
import { systemClock, type Clock } from "../server/clock.ts";
import { randomIdentifiers, type Identifiers } from "../server/identifiers.ts";
import { immediateConsistency, type Consistency } from "../state/versioned.ts";
import type { AlibabaService } from "./alibaba-service.ts";
import { AlibabaAccounts } from "./accounts/alibaba-accounts.ts";
import {
  internalFailure,
  noPermission,
  temporarilyUnavailable,
  throttled,
  unknownAccessKey,
  unknownAction,
} from "./errors.ts";
import { errorAnswer, successAnswer, type AnswerBody } from "./protocol/answers.ts";
import { Authenticator } from "./protocol/authenticator.ts";
import { CredentialStore, type AlibabaCredentials } from "./protocol/credentials.ts";
import { Receiver } from "./protocol/receiver.ts";
import { ResourceDirectory } from "./resource-directory/resource-directory.ts";
import { certificateScene, type AlibabaCertificates } from "./scene/certificate-scene.ts";
import { keyScene, type AlibabaKeys } from "./scene/key-scene.ts";
import { secretScene, type AlibabaSecrets } from "./scene/secret-scene.ts";
import type { RequestParameters } from "./service/fields.ts";
import { operations } from "./service/operations.ts";
import { quotaGroupOf } from "./service/quota-group-of.ts";
import { documentedQuotas } from "./service/quotas.ts";
import { Sts } from "./sts/sts.ts";
import { defaultAlibabaSettings, type AlibabaSettings } from "./settings.ts";
import { ImportParameters } from "../state/import-parameters.ts";
import { KeyStore } from "./state/key-store.ts";
import { DueStore } from "../state/due-store.ts";
import { ResourceStore } from "../state/resource-store.ts";

/** What the regions of one cloud share. */
export interface AlibabaCloudOptions {
  /** Default `["cn-hangzhou"]`. An endpoint serves one region. */
  readonly regions?: readonly string[];
  /** The account of credentials that name no other. Default `1234567890123456`. */
  readonly account?: string;
  /** The access keys that requests can be signed with. */
  readonly credentials: readonly AlibabaCredentials[] | CredentialStore;
  /** The time of the state: creation, expiry, scheduled deletion, consistency. Default: the system's. */
  readonly clock?: Clock;
  /**
   * The time that the freshness of signatures is checked against, in milliseconds since 1970. Default: the system's
   * clock.
   */
  readonly wallClock?: () => number;
  /** Default: random. */
  readonly identifiers?: Identifiers;
  /** Default: immediate. */
  readonly consistency?: Consistency;
  /** Whether the same endpoint serves STS. Default true. */
  readonly sts?: boolean;
  /** Behaviors that no public source documents. Settings that are not given keep their defaults. */
  readonly settings?: Partial<AlibabaSettings>;
}

/** Alibaba Cloud KMS, STS and Resource Directory in one region. */
interface AlibabaRegion extends Cloud {
  readonly region: string;
}

/** Functions to set and read the state of one account in one region directly. */
export interface AlibabaState {
  readonly keys: AlibabaKeys;
  readonly secrets: AlibabaSecrets;
  readonly certificates: AlibabaCertificates;
}

/** All regions and accounts of a cloud. */
export interface AlibabaCloud {
  readonly regions: readonly AlibabaRegion[];
  readonly accounts: AlibabaAccounts;
  stateOf(account: string, region: string): AlibabaState;
}

const reading = /^(?:Describe|List)/;

export function createAlibabaCloud(options: AlibabaCloudOptions): AlibabaCloud {
  const { regions = ["cn-hangzhou"], account = "1234567890123456", clock = systemClock } = options;
  const { identifiers = randomIdentifiers } = options;
  const settings: AlibabaSettings = { ...defaultAlibabaSettings, ...options.settings };
  const consistency = { clock, consistency: options.consistency ?? immediateConsistency };
  const accounts = new AlibabaAccounts(account, {
    startedAt: clock.now(),
    contextOf: (id, region) => ({
      region,
      regions,
      account: id,
      settings,
      clock,
      identifiers,
      consistency,
      keys: new KeyStore(consistency),
      secrets: new DueStore(consistency),
      certificates: new ResourceStore(consistency),
      imports: new ImportParameters(),
    }),
  });
  const credentials =
    options.credentials instanceof CredentialStore ? options.credentials : new CredentialStore(options.credentials);
  const others = [
    ...(options.sts === false ? [] : [new Sts({ accounts, credentials, clock, identifiers, settings })]),
    new ResourceDirectory(accounts, settings),
  ];
  const { wallClock = Date.now } = options;
  return {
    regions: regions.map((region) => {
      const authenticator = new Authenticator(credentials, settings, wallClock, clock);
      const receiver = new Receiver(region, account, authenticator, new Set(operations.keys()), others);
      return regionOf({ region, accounts, credentials, clock, settings, others, receiver });
    }),
    accounts,
    stateOf: (id, region) => {
      // The caller can change the state.
      const context = accounts.contextOf(id, region, true);
      return { keys: keyScene(context), secrets: secretScene(context), certificates: certificateScene(context) };
    },
  };
}

interface RegionParts {
  readonly region: string;
  readonly accounts: AlibabaAccounts;
  readonly credentials: CredentialStore;
  readonly clock: Clock;
  readonly settings: AlibabaSettings;
  readonly others: readonly AlibabaService[];
  readonly receiver: Receiver;
}

function regionOf({ region, accounts, credentials, clock, settings, others, receiver }: RegionParts): AlibabaRegion {
  const serviceOf = ({ service }: CloudCall): AlibabaService | undefined =>
    service === undefined ? undefined : others.find(({ name }) => name === service);
  return {
    name: "alibaba",
    region,
    quotas: documentedQuotas,
    receive: (request: ReceivedRequest): CloudCall => receiver.receive(request),
    quotaGroupOf: (call) =>
      call.service === undefined ? quotaGroupOf(call, settings) : serviceOf(call)?.quotaGroupOf(call.operation),
    execute: (call): AnswerBody => {
      const member = accounts.find(call.account);
      if (member === undefined) throw unknownAccessKey();
      if (member.suspended || credentials.find(call.accessKeyId)?.deniedOperations?.includes(call.operation) === true) {
        throw noPermission();
      }
      const service = serviceOf(call);
      if (service !== undefined) return service.execute(call);
      const operation = operations.get(call.operation);
      if (operation === undefined) throw unknownAction();
      const context = accounts.contextOf(member.id, region, !reading.test(call.operation));
      for (const store of [context.keys, context.secrets]) store.settle(clock.now());
      return operation.carryOut(call.parameters as RequestParameters, context);
    },
    answer: (body, call, requestId): Answer => successAnswer(body as AnswerBody, call, requestId, settings.xmlRoot),
    answerError: (error, request, requestId) => errorAnswer(error, request, requestId, settings.retryAfterMs),
    // The other services have neither the throttling nor the failures of KMS.
    throttled: (call): CloudError =>
      throttled(call.service === undefined ? settings.throttlingCode : "Throttling.User"),
    fault: (call, status): CloudError => {
      if (status === 503) return temporarilyUnavailable();
      return serviceOf(call)?.failure() ?? internalFailure();
    },
  };
}
