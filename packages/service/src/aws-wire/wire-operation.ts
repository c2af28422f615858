import type { OpenedCrosstag } from "@crosstag/clouds";
import type { CallOptions, KmsDriver } from "@crosstag/core";
import type { OperationDefinition, OperationName } from "@crosstag/operations";
import type { z } from "zod";
import type { ResourcePlaces } from "../access/resource-places.ts";
import type { KeyMaterialDeletions } from "../key-material/key-material-deletions.ts";
import type { DirectWrites } from "../writes/direct-writes.ts";
import type { WireKey } from "./aws-wire-options.ts";
import type { KeyListings } from "./key-listings.ts";
import type { Markers } from "./markers.ts";
import { readInput } from "./read-input.ts";

/** What an operation of the wire works with. */
export interface WireCall extends Omit<WireKey, "secretAccessKey"> {
  readonly crosstag: OpenedCrosstag;
  /** One driver for each form of names: a fleet has thousands of drivers, and a few forms. */
  readonly namingDrivers: readonly KmsDriver[];
  /** Where resources are, for the permissions of callers. */
  readonly places: ResourcePlaces;
  /** Writes tags, with a journal. */
  readonly writes: Pick<DirectWrites, "tagResource" | "untagResource">;
  /** Keeps the evidence of deletions. */
  readonly keyMaterial: Pick<KeyMaterialDeletions, "record">;
  /** The service's own id of the request. */
  readonly requestId: string;
  /** The end of the request. */
  readonly options: CallOptions;
  readonly markers: Markers;
  readonly listings: KeyListings;
}

/** The fields of an answer. Undefined: the operation answers nothing. */
export type WireAnswer = Readonly<Record<string, unknown>> | undefined;

type NamedDefinition = OperationDefinition & { readonly name: OperationName };

/** One operation of the wire. */
export interface WireOperation {
  /** The operation of Crosstag that it stands for, and that a caller must be allowed. */
  readonly definition: NamedDefinition;
  /** @throws WireError, CrosstagError */
  perform(body: Uint8Array, call: WireCall): Promise<WireAnswer>;
}

/** An operation with the schema of its input. */
export function wireOperation<Schema extends z.ZodType>(
  definition: NamedDefinition,
  schema: Schema,
  run: (input: z.output<Schema>, call: WireCall) => Promise<WireAnswer>,
): WireOperation {
  return { definition, perform: async (body, call) => run(readInput(schema, body), call) };
}
