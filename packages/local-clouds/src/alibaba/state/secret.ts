import type { Resource } from "./resource.ts";

/** A secret without its value, which is discarded on arrival. */
export interface Secret extends Resource {
  readonly description: string;
  readonly encryptionKeyId: string;
  readonly secretType: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}
