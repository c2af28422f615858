import type { z } from "zod";
import { RequestError } from "./request-error.ts";

/**
 * A document, line or event as the schema of its operation has it.
 * @throws RequestError where it differs, without its values
 */
export function parsedAnswer<Output extends z.ZodType>(
  { title, output }: { readonly title: string; readonly output: Output },
  data: unknown,
): z.output<Output> {
  const parsed = output.safeParse(data);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".");
  throw new RequestError(`The answer of ${title} differs from its schema at ${where || "its beginning"}.`);
}
