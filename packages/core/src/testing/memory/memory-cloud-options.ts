import type { CallLimits } from "../../driver/call-limits.ts";
import type { Capabilities } from "../../driver/capabilities.ts";
import type { KeyMaterialDeletion } from "../../driver/key-material-deletion.ts";
import type { StateRule } from "../../driver/state-rule.ts";
import type { Quota } from "../../driver/quota.ts";
import type { Clock } from "../../calls/clock.ts";
import type { ResourceKind } from "../../model/reference.ts";
import type { MemoryQuotas } from "./memory-quotas.ts";
import type { WriteStyle } from "../../driver/write-style.ts";
import type { TagRule } from "../../rules/tag-rules.ts";
import type { MemoryRequest } from "./memory-request-log.ts";

/** The character of a memory cloud; every option has a plain default, so that a test names only what it is about. */
export interface MemoryCloudOptions {
  /** Default `memory-1`. */
  readonly region?: string;
  /** Default `1000`. */
  readonly account?: string;
  /** The account that the driver's configuration names; default: `account`. False: it names none. */
  readonly configuredAccount?: string | false;
  /** The cloud can say whose credentials these are; default true. */
  readonly tellsAccount?: boolean;
  /** Calls carry full names, and the cloud refuses those of another account; default false. */
  readonly sendsFullNames?: boolean;
  /** The endpoint that the driver reports; default: the cloud's own endpoint. */
  readonly endpoint?: string;
  /** A service beside the KMS of the cloud: `vault`, with names `mem:vault:…`. Default: the KMS. */
  readonly service?: string;
  /** Default: all three. */
  readonly kinds?: readonly ResourceKind[];
  /** Resources in one call, for every operation and kind; default 1. */
  readonly resourcesPerCall?: number;
  /** Tags or tag keys in one write; default 50. */
  readonly tagsPerCall?: number;
  /** Rows in one page of tags; default 50. */
  readonly rowsPerPage?: number;
  /** Limits by operation and kind, if they differ from the three above. */
  readonly limits?: Partial<CallLimits>;
  /** How the cloud changes tags; default: a call names the tags to set or the tag keys to remove. */
  readonly writes?: WriteStyle;
  /** What removing a tag key does that a resource does not have; default: nothing, and succeeds. */
  readonly absentTagKeys?: "ignored" | "refused";
  /** Resources in one page of a list; default 100. */
  readonly resourcesPerPage?: number;
  /** By operation and kind, if they differ from the default: all that makes sense for the kind is supported. */
  readonly capabilities?: Partial<Capabilities>;
  /** What the cloud demands of tags, and enforces; default: `DEFAULT_MEMORY_RULES`. */
  readonly rules?: readonly TagRule[];
  /** Default: 10,000 a second for each operation. */
  readonly quotas?: readonly Quota[];
  /** Throttle what exceeds `quotas`, counted over `clock`, with a second's worth in hand at the start; default false. */
  readonly enforceQuotas?: boolean;
  /**
   * The quotas of a memory cloud in another region of the same account: quotas with `countedPer: "account"` are counted
   * together. Default: the cloud counts alone.
   */
  readonly quotasOfAccount?: MemoryQuotas;
  /** A page of tags has no row for an unknown resource, if it would be an error otherwise; default false. */
  readonly readTagsHidesUnknown?: boolean;
  /** What states prevent, and the cloud enforces; default: tags while a resource is pending deletion, and material while its key is changed. */
  readonly stateRules?: readonly StateRule[];
  /**
   * What a write does when one of its resources is at fault. `refuse-call` (default): nothing, and fails.
   * `apply-others`: changes the others, and fails. `name-refused`: changes the others, succeeds, and names the resources that
   * it has refused.
   */
  readonly badResourceInBatch?: "refuse-call" | "apply-others" | "name-refused";
  /** The cloud names key materials, and deletes the one named; default true. */
  readonly materialIds?: boolean;
  /** What deleting key material means. `scheduled`: it is deleted 30 days later. Default: at once. */
  readonly keyMaterialDeletion?: KeyMaterialDeletion;
  /** How long a read may still show the state before a write, milliseconds; default 0. */
  readonly propagationMs?: number;
  /**
   * Called when the cloud has served a request, before the caller has the answer: a test lets another program write here,
   * between the reading and the write of the caller. Default: nothing is called.
   */
  readonly onServed?: (request: MemoryRequest) => void;
  /** How long a call takes, milliseconds; default 0: it is over in the same turn of the event loop. */
  readonly latencyMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}
