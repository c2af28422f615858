import type { CrosstagConfiguration } from "@crosstag/inversify";
import { configurationSchema } from "./configuration-schema.ts";
import { LOOKS_SECRET, WHERE_CREDENTIALS_COME_FROM } from "./credentials-hint.ts";
import { didYouMean } from "./did-you-mean.ts";
import { describeIssues, type DocumentWords } from "./describe-issues.ts";
import { problemsError } from "./problems-error.ts";
import { readDocument } from "./read-document.ts";

const TITLE = "The configuration";

const CREDENTIALS = `Credentials never stand in this file. ${WHERE_CREDENTIALS_COME_FROM} Remove the line, name a profile instead, and replace the secret if others could read the file.`;

const WORDS: DocumentWords = {
  describePath: (path) => path.join("."),
  describeUnknownKey: (key) =>
    LOOKS_SECRET.test(key) ? `${JSON.stringify(key)} looks like a credential. ${CREDENTIALS}` : undefined,
};

/** @throws CrosstagError `configuration` with every problem, each with line and column; values are not repeated */
export function parseConfiguration(text: string, fileName: string): CrosstagConfiguration {
  const read = readDocument(text, fileName, TITLE);
  const result = configurationSchema.safeParse(read.content);
  if (!result.success)
    throw problemsError(TITLE, describeIssues(result.error.issues, read, configurationSchema, WORDS), read.at);
  const { default: name, clouds } = result.data;
  if (name !== undefined && !Object.hasOwn(clouds, name)) {
    const suggestion = didYouMean(name, Object.keys(clouds));
    const problem = `There is no cloud of this name.${suggestion === undefined ? "" : ` Did you mean ${suggestion}?`}`;
    throw problemsError(TITLE, [{ offset: read.offset(["default"]), problem }], read.at);
  }
  return result.data as CrosstagConfiguration;
}
