import { describeIssues, type DocumentWords } from "../documents/describe-issues.ts";
import { didYouMean } from "../documents/did-you-mean.ts";
import { problemsError } from "../documents/problems-error.ts";
import { readDocument } from "../documents/read-document.ts";
import { configurationSchema } from "./configuration-schema.ts";
import { LOOKS_SECRET, WHERE_CREDENTIALS_COME_FROM } from "./credential-words.ts";
import type { CrosstagConfiguration } from "./crosstag-configuration.ts";

const TITLE = "The configuration";

const CREDENTIALS = `This file must not contain credentials. ${WHERE_CREDENTIALS_COME_FROM} Remove the line, name a profile instead, and replace the secret if others could read the file.`;

const WORDS: DocumentWords = {
  describePath: (path) => path.join("."),
  describeUnknownKey: (key) =>
    LOOKS_SECRET.test(key) ? `${JSON.stringify(key)} looks like a credential. ${CREDENTIALS}` : undefined,
};

/**
 * Parses the text of a `crosstag.yaml`. Paths in it stay as they are.
 * @param fileName the name of the file in messages
 * @throws CrosstagError `configuration` with every problem, each with line and column. Messages do not repeat values
 */
export function parseConfiguration(text: string, fileName: string): CrosstagConfiguration {
  const read = readDocument(text, fileName, TITLE);
  const result = configurationSchema.safeParse(read.content);
  if (!result.success)
    throw problemsError(TITLE, describeIssues(result.error.issues, read, configurationSchema, WORDS), read.at);
  const { default: name, clouds } = result.data;
  if (name !== undefined && !Object.hasOwn(clouds, name)) {
    const suggestion = didYouMean(name, Object.keys(clouds));
    const problem = `No cloud has this name.${suggestion === undefined ? "" : ` Did you mean ${suggestion}?`}`;
    throw problemsError(TITLE, [{ offset: read.offset(["default"]), problem }], read.at);
  }
  return result.data as CrosstagConfiguration;
}
