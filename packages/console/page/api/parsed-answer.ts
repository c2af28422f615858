import { parseExactly, problem } from "@crosstag/operations";
import { z } from "zod";
import { RequestError } from "./request-error.ts";

/** The last line or event of an answer that broke off after its status was sent. */
const brokenOff = z.object({ type: z.literal("problem"), problem });

/**
 * A document, line or event as the schema of its operation has it.
 * @throws RequestError the problem with which the answer broke off; or where it differs from its schema, without its values
 */
export function parsedAnswer<Output extends z.ZodType>(
  { title, output }: { readonly title: string; readonly output: Output },
  data: unknown,
): z.output<Output> {
  const parsed = parseExactly(output, data);
  if (parsed.success) return parsed.data;
  const broken = brokenOff.safeParse(data);
  if (broken.success) throw new RequestError(broken.data.problem.detail, broken.data.problem);
  const where = parsed.issues[0]?.path.join(".");
  throw new RequestError(`The answer of ${title} differs from its schema at ${where || "its beginning"}.`);
}
