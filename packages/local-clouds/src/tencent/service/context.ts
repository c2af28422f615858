import type { Clock } from "../../server/clock.ts";
import type { Identifiers } from "../../server/identifiers.ts";
import type { ConsistencyContext } from "../../state/versioned.ts";
import type { TencentRole } from "../state/role.ts";
import type { KnownCredentials, TencentCredentials } from "../protocol/credentials.ts";
import type { TencentSettings } from "../settings.ts";
import type { RegionState } from "../state/region-state.ts";
import type { TagCatalog } from "../state/tag-catalog.ts";

/** What all calls to a cloud share. */
export interface CloudContext {
  /** The regions of the cloud. */
  readonly regions: readonly string[];
  readonly settings: TencentSettings;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly consistency: ConsistencyContext;
}

/** What an operation of a service without regions works on: one account. */
export interface CallContext extends CloudContext {
  /** The number of the main account. */
  readonly account: string;
  /** The account's other number, which some services use. */
  readonly appId: number;
  readonly caller: KnownCredentials;
  /** The tags that exist in the account. */
  readonly catalog: TagCatalog;
  /** What the account has in one of the cloud's regions. */
  regionState(region: string): RegionState;
  /** The roles of any account; undefined if the cloud does not have the account, or it is suspended. */
  rolesOf(account: string): readonly TencentRole[] | undefined;
  /** Makes the credentials of a session valid until a time on the cloud's clock. */
  addSession(credentials: TencentCredentials, session: { readonly endsAt: number; readonly applicant: string }): void;
}

/** What an operation of a service with regions works on: one account in one region. */
export interface RegionalContext extends CallContext {
  readonly here: RegionState;
}

/** The number of the user who makes the call. */
export function uinOf({ caller, account }: CallContext): string {
  return caller.uin ?? account;
}

/** A name in six segments, as calls of the Tag service and policies have it. */
export function sixSegmentName(service: string, region: string, account: string, resource: string): string {
  return `qcs::${service}:${region}:uin/${account}:${resource}`;
}
