import type { ResourceKind } from "../model/reference.ts";

/**
 * The operations of a driver: one method of `KmsDriver` each, except `removeAllTags`, a form of `removeTags`, and
 * `resolveAlias`, a form of `describeResource`.
 */
export type DriverOperation =
  | "writeTags"
  | "removeTags"
  | "removeAllTags"
  | "readTags"
  | "describeResource"
  | "resolveAlias"
  | "listResources"
  | "listAliases"
  | "readAccessPolicy"
  | "listKeyMaterials"
  | "readLastUse"
  | "deleteKeyMaterial";

/** The operations whose method a driver leaves out if its cloud supports them for no kind of resource. */
export type OptionalOperation = Exclude<
  DriverOperation,
  "writeTags" | "removeTags" | "removeAllTags" | "readTags" | "resolveAlias"
>;

/**
 * The methods that change tags. A driver has those of its `WriteStyle`: `writeTags` and `removeTags`, and `changeTags` if it
 * has limits; or `replaceTags` alone.
 */
export type WriteMethod = "writeTags" | "removeTags" | "changeTags" | "replaceTags";

/** The methods that some drivers leave out. */
export type OptionalMethod = OptionalOperation | WriteMethod;

/** The methods of a driver that make one wire call about resources. */
export type DriverMethod = OptionalMethod | "readTags";

/** An operation of a driver, or a question about the account of its credentials. */
export type WireOperation = DriverOperation | AccountQuestion;

/** A question about the account of the credentials. Another server answers it, and it spends no quota of resources. */
export type AccountQuestion = "identify" | "readQuotas";

/** Every `DriverOperation`. */
export const DRIVER_OPERATIONS: readonly DriverOperation[] = [
  "writeTags",
  "removeTags",
  "removeAllTags",
  "readTags",
  "describeResource",
  "resolveAlias",
  "listResources",
  "listAliases",
  "readAccessPolicy",
  "listKeyMaterials",
  "readLastUse",
  "deleteKeyMaterial",
];

/** Every `OptionalOperation`. */
export const OPTIONAL_OPERATIONS: readonly OptionalOperation[] = [
  "describeResource",
  "listResources",
  "listAliases",
  "readAccessPolicy",
  "listKeyMaterials",
  "readLastUse",
  "deleteKeyMaterial",
];

/** Every `OptionalMethod`. */
export const OPTIONAL_METHODS: readonly OptionalMethod[] = [
  "writeTags",
  "removeTags",
  "changeTags",
  "replaceTags",
  ...OPTIONAL_OPERATIONS,
];

/** Whether a cloud supports an operation. `no` has a reason and a link to the documentation. */
export type Capability =
  | { readonly support: "yes" }
  | {
      readonly support: "no";
      /** Why the cloud cannot do it, in one sentence for users. */
      readonly reason: string;
      /** Address of the cloud's documentation of it. */
      readonly link: string;
    }
  /** Documented, but not yet observed. `assumption` says what Crosstag relies on. */
  | {
      readonly support: "unverified";
      /** What Crosstag relies on, in one sentence. */
      readonly assumption: string;
      /** Address of the cloud's documentation of it. */
      readonly link: string;
    };

/** By operation and kind. A missing kind is not a kind of resource of this cloud. */
export type Capabilities = Readonly<Record<DriverOperation, Readonly<Partial<Record<ResourceKind, Capability>>>>>;
