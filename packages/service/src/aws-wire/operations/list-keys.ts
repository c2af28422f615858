import type { KmsDriver } from "@crosstag/core/driver";
import * as operations from "@crosstag/operations";
import { maySeeDriver, maySeeResource } from "../../access/may-see-resource.ts";
import { listKeysInput } from "../inputs.ts";
import type { ListedKey } from "../key-listings.ts";
import { invalidMarker } from "../markers.ts";
import { wireOperation, type WireCall } from "../wire-operation.ts";

const USUAL_PAGE = 100;

/** Lists the keys of all configured clouds that the caller may see. */
export const listKeys = wireOperation(operations.findResources, listKeysInput, async ({ Limit, Marker }, call) => {
  const limit = Math.trunc(Limit ?? USUAL_PAGE);
  const list = `ListKeys ${call.caller.name}`;
  if (Marker !== undefined && Marker !== null) {
    const [id = "", start = ""] = call.markers.read(list, Marker).split(" ");
    const keys = call.listings.find(id);
    if (keys === undefined) throw invalidMarker();
    return pageOf(keys, Number(start), limit, (end) => call.markers.make(list, `${id} ${end}`));
  }
  const keys = await readKeys(call);
  return pageOf(keys, 0, limit, (end) => call.markers.make(list, `${call.listings.keep(keys)} ${end}`));
});

function pageOf(keys: readonly ListedKey[], start: number, limit: number, markerAt: (end: number) => string) {
  const end = start + limit;
  const isTruncated = end < keys.length;
  return { Keys: keys.slice(start, end), Truncated: isTruncated, ...(isTruncated && { NextMarker: markerAt(end) }) };
}

async function readKeys({ crosstag, options, places, caller }: WireCall): Promise<readonly ListedKey[]> {
  const keys: ListedKey[] = [];
  const isListed = (driver: KmsDriver) => maySeeDriver(caller, places, driver);
  for await (const { reference, id } of crosstag.findResources({ kinds: ["key"], isListed }, options))
    if (maySeeResource(caller, places, reference)) keys.push({ KeyId: id, KeyArn: reference });
  return keys;
}
