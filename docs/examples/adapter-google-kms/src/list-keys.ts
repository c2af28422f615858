import type { CallContext, ResourcePage } from "@crosstag/core/driver";
import { JsonCallError, jsonObjectIn, jsonTextIn, listByParent } from "@crosstag/driver-kit";
import type { JsonService } from "@crosstag/driver-kit/http";
import { fullName, googleReferences, referenceTo } from "./references.ts";

/** Keys are listed by key ring, and key rings by location: one wire call lists a page of either. */
export async function listKeys(
  service: JsonService,
  { account, region }: { readonly account: string; readonly region: string },
  cursor: string | undefined,
  context: CallContext,
): Promise<ResourcePage> {
  const location = fullName(account, region, "");
  const { items, next } = await listByParent(cursor, {
    parents: (token) => readPage(service, `${location}keyRings`, token, context),
    children: (ring, token) => readPage(service, `${ring}/cryptoKeys`, token, context),
  });
  const found = items.flatMap((name) => googleReferences.factsOf(name) ?? []);
  const resources = found.map(({ id }) => referenceTo(id, account, region));
  return { resources, unreadable: items.length - found.length, ...(next !== undefined && { next }) };
}

/** The names on a page. */
async function readPage(service: JsonService, path: string, pageToken: string | undefined, context: CallContext) {
  const query = new URLSearchParams({ pageSize: "100", ...(pageToken !== undefined && { pageToken }) });
  const answer = await service.send("GET", `/v1/${path}?${query.toString()}`, context);
  // An empty list is left out of the answer, and the last token is empty.
  const items = answer[path.slice(path.lastIndexOf("/") + 1)] ?? [];
  if (!Array.isArray(items)) throw new JsonCallError("unreadable", 200);
  return { items: items.map((item) => String(jsonObjectIn(item)["name"])), next: jsonTextIn(answer["nextPageToken"]) };
}
