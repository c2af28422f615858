import type { CallContext, ResourcePage } from "@crosstag/core/driver";
import { fullName, googleReferences, referenceTo } from "./references.ts";
import { type Json, objectIn, type Send, UnreadableError } from "./rest-client.ts";

/** Where a list has got to: keys are listed by key ring, and key rings by location. */
interface Place {
  /** Key rings whose keys are still to be listed. The first one is listed now. */
  readonly rings: readonly string[];
  /** The next page of keys of the first key ring. */
  readonly keys?: string | undefined;
  /** The next page of key rings. */
  readonly more?: string | undefined;
}

/** Lists one page by one wire call: of key rings, which has no keys, or of the keys of one key ring. */
export async function listKeys(
  send: Send,
  { account, region }: { readonly account: string; readonly region: string },
  cursor: string | undefined,
  context: CallContext,
): Promise<ResourcePage> {
  const location = fullName(account, region, "");
  const { rings, keys, more } = placeIn(cursor);
  const [ring, ...rest] = rings;
  if (ring === undefined) {
    const page = await readPage(send, `${location}keyRings`, more, context);
    const names = page.items.map(({ name }) => String(name).slice(location.length));
    return { resources: [], ...nextOf({ rings: names, more: page.next }) };
  }
  const page = await readPage(send, `${location}${ring}/cryptoKeys`, keys, context);
  const found = page.items.flatMap(({ name }) => googleReferences.factsOf(String(name)) ?? []);
  return {
    resources: found.map(({ id }) => referenceTo(id, account, region)),
    unreadable: page.items.length - found.length,
    ...nextOf({ rings: page.next === undefined ? rest : rings, keys: page.next, more }),
  };
}

async function readPage(send: Send, path: string, pageToken: string | undefined, context: CallContext) {
  const query = new URLSearchParams({ pageSize: "100", ...(pageToken !== undefined && { pageToken }) });
  const answer = await send("GET", `${path}?${query.toString()}`, context);
  // An empty list is left out of the answer, and the last token is empty.
  const items = answer[path.slice(path.lastIndexOf("/") + 1)] ?? [];
  if (!Array.isArray(items)) throw new UnreadableError("The answer has no list.");
  return { items: items.map(objectIn), next: textIn(answer["nextPageToken"]) };
}

function nextOf(place: Place): { readonly next?: string } {
  return place.rings.length === 0 && place.more === undefined ? {} : { next: JSON.stringify(place) };
}

function placeIn(cursor = "{}"): Place {
  const { rings, keys, more }: Json = objectIn(JSON.parse(cursor));
  return { rings: Array.isArray(rings) ? rings.map(String) : [], keys: textIn(keys), more: textIn(more) };
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
