import type Credentials from "@alicloud/credentials";
import type Kms from "@alicloud/kms20160120";
import type OpenApi from "@alicloud/openapi-client";
import type { SigningFunctions } from "./sign-request.ts";

/** The typed requests of `@alicloud/kms20160120`. */
export type KmsModels = typeof Kms;

/** The package `@alicloud/credentials`. */
export type CredentialsSdk = typeof Credentials;

// The SDKs take a fifth of a second to load, so they are loaded when a driver is created and not before.

/** Loads `@alicloud/openapi-client`. */
export async function loadOpenApi(): Promise<typeof OpenApi> {
  return unwrap(await import("@alicloud/openapi-client"));
}

/**
 * Loads `@alicloud/openapi-util`. `@alicloud/openapi-client` uses it too, and the version that this package requires is the
 * one that the client requires, so that both get the same copy.
 */
export async function loadSigningFunctions(): Promise<SigningFunctions> {
  return unwrap(await import("@alicloud/openapi-util")).default;
}

/** Loads `@alicloud/kms20160120`. */
export async function loadKmsModels(): Promise<KmsModels> {
  return unwrap(await import("@alicloud/kms20160120"));
}

/** Loads `@alicloud/credentials`. */
export async function loadCredentials(): Promise<CredentialsSdk> {
  return unwrap(await import("@alicloud/credentials"));
}

/** Loads the SDK's function that splits a command into program and arguments. */
export async function loadCommandSplitter(): Promise<(command: string) => readonly string[]> {
  // `unwrap`: once bundled, the module has only a default export.
  const { splitProcessCommand } = unwrap(await import("@alicloud/credentials/dist/src/utils/command.js"));
  return splitProcessCommand;
}

/** Node wraps a CommonJS package once more than loaders such as tsx do, whose `default` is the class itself. */
function unwrap<Package>(module: { readonly default: Package }): Package {
  return typeof module.default === "function" ? (module as unknown as Package) : module.default;
}
