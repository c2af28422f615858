import { unparsableRequest } from "../errors.ts";

/** One parameter of a query or form body. */
export interface WireParameter {
  readonly name: string;
  readonly value: string;
  /** `name=value` in the encoding that signatures are computed over, whatever the encoding on the wire was. */
  readonly canonical: string;
}

/** Whether a body holds parameters. */
export function isForm(contentType: string | undefined): boolean {
  return contentType !== undefined && contentType.toLowerCase().startsWith("application/x-www-form-urlencoded");
}

const unreservedOnly = /^[A-Za-z0-9\-_.~]*$/;

/** Percent-encodes everything except RFC 3986's unreserved characters. */
function percentEncode(text: string): string {
  if (unreservedOnly.test(text)) return text;
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Adds the parameters of a query (without its question mark) or of a form body. */
export function parseParameters(text: string, into: WireParameter[]): void {
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf("&", start);
    if (end === -1) end = text.length;
    if (end > start) into.push(parseParameter(text.slice(start, end)));
    start = end + 1;
  }
}

function parseParameter(piece: string): WireParameter {
  const separator = piece.indexOf("=");
  const wireName = separator === -1 ? piece : piece.slice(0, separator);
  const wireValue = separator === -1 ? "" : piece.slice(separator + 1);
  const plain = unreservedOnly.test(wireName);
  const name = plain ? wireName : decode(wireName);
  if (unreservedOnly.test(wireValue)) {
    return {
      name,
      value: wireValue,
      canonical: `${plain ? wireName : percentEncode(name)}=${wireValue}`,
    };
  }
  const value = decode(wireValue);
  return {
    name,
    value,
    canonical: `${plain ? wireName : percentEncode(name)}=${percentEncode(value)}`,
  };
}

function decode(wire: string): string {
  try {
    return decodeURIComponent(wire.includes("+") ? wire.replaceAll("+", " ") : wire);
  } catch {
    throw unparsableRequest();
  }
}

/** The parameters as both signatures use them: sorted by name, joined with `&`. */
export function canonicalQuery(parameters: WireParameter[]): string {
  parameters.sort(byName);
  let query = "";
  for (const { canonical } of parameters) query += query === "" ? canonical : `&${canonical}`;
  return query;
}

function byName(left: WireParameter, right: WireParameter): number {
  if (left.name === right.name) return 0;
  return left.name < right.name ? -1 : 1;
}
