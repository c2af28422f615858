import type { Clock } from "../../server/clock.ts";
import type { Identifiers } from "../../server/identifiers.ts";
import type { ConsistencyContext } from "../../state/versioned.ts";
import type { AnswerBody } from "../protocol/answers.ts";
import type { AlibabaSettings } from "../settings.ts";
import type { ImportParameters } from "../../state/import-parameters.ts";
import type { KeyStore } from "../state/key-store.ts";
import type { DueStore } from "../../state/due-store.ts";
import type { ResourceStore } from "../../state/resource-store.ts";
import type { Resource } from "../state/resource.ts";
import type { Secret } from "../state/secret.ts";
import type { RequestParameters } from "./fields.ts";

/** What the operations work on: one account's KMS in one region. */
export interface ServiceContext {
  readonly region: string;
  /** The regions of the cloud. */
  readonly regions: readonly string[];
  readonly account: string;
  readonly settings: AlibabaSettings;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly consistency: ConsistencyContext;
  readonly keys: KeyStore;
  readonly secrets: DueStore<Secret>;
  readonly certificates: ResourceStore<Resource>;
  readonly imports: ImportParameters;
}

/** Validates, looks up, checks the state, changes, and returns the body of the answer. */
export type Operation = (parameters: RequestParameters, context: ServiceContext) => AnswerBody;

/** The answer of operations that return nothing except the success. */
export const done: AnswerBody = {};

export function arnOf(
  { region, account }: Pick<ServiceContext, "region" | "account">,
  kind: string,
  id: string,
): string {
  return `acs:kms:${region}:${account}:${kind}/${id}`;
}
