import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { writtenFileOf } from "../../input/written-file-of.ts";
import type { Invocation } from "../../invocation.ts";
import { jsonSchemaOf } from "./json-schema-of.ts";

/** Prints the JSON Schema of a file. */
export async function run({ operands, output }: Invocation): Promise<ExitCode> {
  await output.write(jsonSchemaOf(writtenFileOf(operands[0])));
  return EXIT_CODE.done;
}
