import type { Caller } from "../caller.ts";
import type { RequestLives } from "../http/request-lives.ts";

/** Whose names of errors are answered: those of AWS, or those of QKMS where they differ. */
export type ErrorNames = "aws" | "qkms";

/** A key that a client of the AWS wire signs with, and who the client is. */
export interface WireKey {
  /** The secret. Never logged. */
  readonly secretAccessKey: string;
  /** Who signs with it, and what the caller may do. */
  readonly caller: Caller;
  /**
   * Full names of the keys whose imported material the caller may delete over this wire, which has no place for a look and a
   * confirmation. Default: none.
   */
  readonly deletableKeyMaterial?: readonly string[] | undefined;
}

/** Options of `createAwsWire`. */
export interface AwsWireOptions {
  /** The key with this id. Undefined: there is none, and the request is refused. */
  readonly findKey: (accessKeyId: string) => WireKey | undefined;
  /** Default: `aws`, which the SDKs of AWS recognize. */
  readonly errorNames?: ErrorNames | undefined;
  /**
   * How long a request may take, in milliseconds. Default: 50,000, so that an answer arrives before the clients of AWS give up
   * and send the request again (60 seconds).
   */
  readonly timeoutMs?: number | undefined;
}

/** What the wire shares with the other routes of the service. */
export interface AwsWireParts extends AwsWireOptions {
  /** The requests under way. */
  readonly lives: Pick<RequestLives, "begin">;
}
