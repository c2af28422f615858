import { findJsonProblem } from "./ambiguous-json.ts";
import { readBody } from "./read-body.ts";
import { ServiceError } from "./service-error.ts";

/** What the fields of an input are read from. */
export interface InputSource {
  readonly request: Request;
  /** The parameters of the path. */
  readonly path: Readonly<Record<string, string>>;
  /** The largest body, in bytes. */
  readonly mostBodyBytes: number;
}

/**
 * Reads the fields of an input: those of the path, and those of the query (GET) or the JSON body.
 * @throws ServiceError 400 if the body is not JSON in UTF-8, 413 if it is too large, 415 if it is said to be something else;
 *   422 if a field is given twice, or what is given is nested too deeply
 */
export async function readInput({ request, path, mostBodyBytes }: InputSource): Promise<unknown> {
  const given = request.method === "POST" ? await readJson(request, mostBodyBytes) : readQuery(request);
  // The schema refuses it.
  if (!isPlain(given)) return given;
  for (const name of Object.keys(path))
    if (Object.hasOwn(given, name)) throw refusal(422, `${name} is given in the path already.`, "Give it there only.");
  return { ...given, ...path };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readQuery(request: Request): Record<string, unknown> {
  const start = request.url.indexOf("?");
  if (start === -1) return {};
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(request.url.slice(start))) {
    if (fields.has(name)) throw refusal(422, `${JSON.stringify(name)} is given twice in the query.`, "Give it once.");
    fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

async function readJson(request: Request, mostBytes: number): Promise<unknown> {
  const text = await readBody(request, mostBytes);
  if (text === "") return {};
  const type = request.headers.get("Content-Type");
  if (type === null || !/^application\/json\s*(?:;|$)/i.test(type))
    throw refusal(415, "The body is not said to be JSON.", "Send the header Content-Type: application/json.");
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw refusal(400, "The body is not JSON.", "Compare it with /v1/openapi.json.");
  }
  const ambiguous = findJsonProblem(text);
  if (ambiguous !== undefined) throw refusal(422, ambiguous.problem, ambiguous.fix);
  return given;
}

function refusal(status: number, message: string, hint: string): ServiceError {
  return new ServiceError({ code: "invalid-request", status, message, hint });
}
