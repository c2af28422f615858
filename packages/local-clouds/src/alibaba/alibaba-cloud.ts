import type { Answer, Cloud, CloudCall, CloudError, ReceivedRequest } from "../server/cloud.ts";
import { systemClock, type Clock } from "../server/clock.ts";
import { randomIdentifiers, type Identifiers } from "../server/identifiers.ts";
import { immediateConsistency, type Consistency } from "../state/versioned.ts";
import {
  internalFailure,
  noPermission,
  stsInternalError,
  temporarilyUnavailable,
  throttled,
  unknownAction,
} from "./errors.ts";
import { errorAnswer, successAnswer, type AnswerBody } from "./protocol/answers.ts";
import { Authenticator } from "./protocol/authenticator.ts";
import { CredentialStore, type AlibabaCredentials } from "./protocol/credentials.ts";
import { Receiver } from "./protocol/receiver.ts";
import {
  certificateScene,
  keyScene,
  secretScene,
  type AlibabaCertificates,
  type AlibabaKeys,
  type AlibabaSecrets,
} from "./scene.ts";
import type { ServiceContext } from "./service/context.ts";
import type { RequestParameters } from "./service/fields.ts";
import { operations } from "./service/operations.ts";
import { quotaGroupOf } from "./service/quota-group-of.ts";
import { documentedQuotas } from "./service/quotas.ts";
import { getCallerIdentity } from "./sts/get-caller-identity.ts";
import { defaultAlibabaSettings, type AlibabaSettings } from "./settings.ts";
import { ImportParameters } from "./state/import-parameters.ts";
import { KeyStore } from "./state/key-store.ts";
import { ResourceStore } from "./state/resource.ts";

export interface AlibabaCloudOptions {
  /** Default `cn-hangzhou`. An endpoint serves one region. */
  readonly region?: string;
  /** Default `1234567890123456`. */
  readonly account?: string;
  /** The access keys that requests can be signed with; regions of one account share a store of them. */
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
  /** Whether the same endpoint serves GetCallerIdentity of STS. Default true. */
  readonly sts?: boolean;
  /** Behaviors that no public source documents. Settings that are not given keep their defaults. */
  readonly settings?: Partial<AlibabaSettings>;
}

/** Alibaba Cloud KMS of one account in one region, with functions to set and read its state directly. */
export interface AlibabaCloud extends Cloud {
  readonly region: string;
  readonly account: string;
  readonly keys: AlibabaKeys;
  readonly secrets: AlibabaSecrets;
  readonly certificates: AlibabaCertificates;
}

export function createAlibabaCloud(options: AlibabaCloudOptions): AlibabaCloud {
  const { region = "cn-hangzhou", account = "1234567890123456", clock = systemClock } = options;
  const settings: AlibabaSettings = { ...defaultAlibabaSettings, ...options.settings };
  const consistency = { clock, consistency: options.consistency ?? immediateConsistency };
  const context: ServiceContext = {
    region,
    account,
    settings,
    clock,
    identifiers: options.identifiers ?? randomIdentifiers,
    consistency,
    keys: new KeyStore(consistency),
    secrets: new ResourceStore(consistency),
    certificates: new ResourceStore(consistency),
    imports: new ImportParameters(),
  };
  const credentials =
    options.credentials instanceof CredentialStore ? options.credentials : new CredentialStore(options.credentials);
  const authenticator = new Authenticator(credentials, settings, options.wallClock ?? Date.now);
  const receiver = new Receiver(region, account, authenticator, new Set(operations.keys()), options.sts ?? true);

  return {
    name: "alibaba",
    region,
    account,
    quotas: documentedQuotas,
    keys: keyScene(context),
    secrets: secretScene(context),
    certificates: certificateScene(context),
    receive: (request: ReceivedRequest): CloudCall => receiver.receive(request),
    quotaGroupOf: (call) => (call.service === undefined ? quotaGroupOf(call, settings) : undefined),
    execute: (call): AnswerBody => {
      const signer = credentials.find(call.accessKeyId);
      if (signer?.deniedOperations?.includes(call.operation) === true) throw noPermission();
      if (call.service === "sts" && signer !== undefined) return getCallerIdentity(account, signer);
      const operation = operations.get(call.operation);
      if (operation === undefined) throw unknownAction();
      context.keys.settle(clock.now());
      return operation.carryOut(call.parameters as RequestParameters, context);
    },
    answer: (body, call, requestId): Answer => successAnswer(body as AnswerBody, call, requestId, settings.xmlRoot),
    answerError: (error, request, requestId) => errorAnswer(error, request, requestId, settings.retryAfterMs),
    // STS has neither the throttling nor the failures of KMS.
    throttled: (call): CloudError => throttled(call.service === "sts" ? "Throttling.User" : settings.throttlingCode),
    fault: (call, status): CloudError => {
      if (status === 503) return temporarilyUnavailable();
      return call.service === "sts" ? stsInternalError() : internalFailure();
    },
  };
}
