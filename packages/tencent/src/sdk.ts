import { findExport } from "@crosstag/core/internal";
import type * as Sdk from "tencentcloud-sdk-nodejs-common";
import type { SignFunction } from "./sign-request.ts";

/** What is used of the package `tencentcloud-sdk-nodejs-common`. By its names: a bundler knows no default export of it. */
export type CommonSdk = Pick<
  typeof Sdk,
  "CommonClient" | "EnvironmentVariableCredential" | "ProfileCredential" | "CvmRoleCredential"
>;

// The SDK takes a tenth of a second to load, so it is loaded when a driver is created and not before.

/** Loads `tencentcloud-sdk-nodejs-common`. */
export async function loadSdk(): Promise<CommonSdk> {
  const module = await import("tencentcloud-sdk-nodejs-common");
  // Once bundled, a CommonJS package has only a default export; with loaders such as tsx, this one has only names.
  const names: Partial<CommonSdk> = module;
  return names.CommonClient === undefined ? module.default : module;
}

/** Loads the SDK's function that signs with TC3-HMAC-SHA256. */
export async function loadSignFunction(): Promise<SignFunction> {
  const module: unknown = await import("tencentcloud-sdk-nodejs-common/tencentcloud/common/sign.js");
  const signer = findExport(module, hasSign, "tencentcloud-sdk-nodejs-common has no function sign3.");
  return (request) => signer.sign3(request);
}

function hasSign(value: unknown): value is { readonly sign3: SignFunction } {
  return typeof value === "function" && "sign3" in value && typeof value.sign3 === "function";
}
