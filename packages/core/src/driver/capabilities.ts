import type { ResourceKind } from "../model/reference.ts";

/** The operations of a driver: one method of `KmsDriver` each, except `removeAllTags` and `resolveAlias`. */
export type DriverOperation =
  | "writeTags"
  | "removeTags"
  | "removeAllTags"
  | "readTags"
  | "describeResource"
  | "resolveAlias"
  | "listResources"
  | "readAccessPolicy"
  | "deleteKeyMaterial";

/** An operation of a driver, or the request for the account of its credentials. */
export type WireOperation = DriverOperation | "identify";

/** Every `DriverOperation`. */
export const DRIVER_OPERATIONS: readonly DriverOperation[] = [
  "writeTags",
  "removeTags",
  "removeAllTags",
  "readTags",
  "describeResource",
  "resolveAlias",
  "listResources",
  "readAccessPolicy",
  "deleteKeyMaterial",
];

/** Whether a cloud supports an operation. `no` has a reason and a link to the documentation. */
export type Capability =
  | { readonly support: "yes" }
  | { readonly support: "no"; readonly reason: string; readonly link: string }
  /** Documented, but not yet observed. `assumption` says what Crosstag relies on. */
  | { readonly support: "unverified"; readonly assumption: string; readonly link: string };

/** By operation and kind. A missing kind is not a kind of resource of this cloud. */
export type Capabilities = Readonly<Record<DriverOperation, Readonly<Partial<Record<ResourceKind, Capability>>>>>;
