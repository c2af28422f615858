import type { ResourceKind } from "../model/reference.ts";

/** What a driver can be asked for; one method of `KmsDriver` each, but for `removeAllTags` and `resolveAlias`. */
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

/** An operation of a driver, or the question whose credentials it uses. */
export type WireOperation = DriverOperation | "identify";

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

/** Whether a cloud can do something. A "no" says why, with a place to read on. */
export type Capability =
  | { readonly support: "yes" }
  | { readonly support: "no"; readonly reason: string; readonly link: string }
  /** Works as far as the documentation goes; nobody has seen it. `assumption` says what is taken for granted. */
  | { readonly support: "unverified"; readonly assumption: string; readonly link: string };

/** Every operation for every kind; a kind left out is not a resource of this cloud at all. */
export type Capabilities = Readonly<Record<DriverOperation, Readonly<Partial<Record<ResourceKind, Capability>>>>>;
