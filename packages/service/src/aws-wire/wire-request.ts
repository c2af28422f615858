/** The type of every body of the protocol. */
export const CONTENT_TYPE = "application/x-amz-json-1.1";
/** What precedes the operation in `X-Amz-Target`. */
export const TARGET_PREFIX = "TrentService.";

/** The operation that a request names. Empty: none of this protocol. */
export function operationIn({ headers }: Pick<Request, "headers">): string {
  const target = headers.get("x-amz-target") ?? "";
  const type = headers.get("content-type") ?? "";
  const isJson = type.split(";", 1)[0]?.trim().toLowerCase() === CONTENT_TYPE;
  return isJson && target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : "";
}

/** The path and the query, as on the first line of a request. */
export function targetOf({ url }: Pick<Request, "url">): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}
