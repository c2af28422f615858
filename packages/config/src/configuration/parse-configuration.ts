import { describeIssues, type DocumentWords } from "../documents/describe-issues.ts";
import { didYouMean } from "@crosstag/core/internal";
import { problemsError, type DocumentProblem } from "../documents/problems-error.ts";
import { readDocument, type ReadDocument } from "../documents/read-document.ts";
import { checkEntry, type EntryProblem } from "./check-fleets.ts";
import { isFleet, type CloudConfiguration } from "./cloud-configuration.ts";
import { configurationSchema } from "./configuration-schema.ts";
import { LOOKS_SECRET, WHERE_CREDENTIALS_COME_FROM } from "./credential-words.ts";
import { checkNotification } from "./notification-schema.ts";
import type { CrosstagConfiguration } from "./crosstag-configuration.ts";
import { placesIn } from "./parse-accounts.ts";

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
 * @throws CrosstagError `configuration` with every problem, each with line and column. Messages repeat
 *   no values but names of accounts and of clouds
 */
export function parseConfiguration(text: string, fileName: string): CrosstagConfiguration {
  const read = readDocument(text, fileName, TITLE);
  const result = configurationSchema.safeParse(read.content);
  if (!result.success)
    throw problemsError(TITLE, describeIssues(result.error.issues, read, configurationSchema, WORDS), read.at);
  const configuration = result.data as CrosstagConfiguration;
  const problems = [...problemsOfEntries(configuration, read), ...problemsOfDefault(configuration, read)];
  if (problems.length > 0) throw problemsError(TITLE, problems, read.at);
  const clouds = Object.entries(configuration.clouds).map(([name, cloud]) => [name, withPlaces(name, cloud, read)]);
  return { ...configuration, clouds: Object.fromEntries(clouds) };
}

/** With the places of listed accounts: only the adapter of the cloud knows whether their numbers are right. */
function withPlaces(name: string, cloud: CloudConfiguration, read: ReadDocument): CloudConfiguration {
  if (typeof cloud.accounts !== "object") return cloud;
  const place = placesIn(read, ["clouds", name, "accounts"]);
  const accounts = cloud.accounts.map((account, position) => ({
    ...(typeof account === "string" ? { id: account } : account),
    place: place(position),
  }));
  return { ...cloud, accounts };
}

function problemsOfEntries(
  { clouds, notify = {} }: CrosstagConfiguration,
  { offset }: ReadDocument,
): readonly DocumentProblem[] {
  const place = (section: string, name: string, { path, problem }: EntryProblem) => {
    const at = [section, name, ...path];
    const key = at.pop();
    return { offset: offset(at, String(key)), problem };
  };
  return [
    ...Object.entries(clouds).flatMap(([name, cloud]) =>
      checkEntry(name, cloud).map((problem) => place("clouds", name, problem)),
    ),
    ...Object.entries(notify).flatMap(([name, entry]) =>
      checkNotification(entry).map((problem) => place("notify", name, problem)),
    ),
  ];
}

function problemsOfDefault(
  { default: name, clouds }: CrosstagConfiguration,
  { offset }: ReadDocument,
): readonly DocumentProblem[] {
  if (name === undefined) return [];
  const cloud = Object.hasOwn(clouds, name) ? clouds[name] : undefined;
  if (cloud !== undefined && !isFleet(cloud)) return [];
  const suggestion = didYouMean(name, Object.keys(clouds));
  const instead =
    suggestion === undefined ? `Clouds are: ${Object.keys(clouds).join(", ")}.` : `Did you mean ${suggestion}?`;
  const problem =
    cloud === undefined
      ? `default names ${name}, which is not the name of a cloud. ${instead}`
      : `default names ${name}, which stands for many clouds, and a bare id can belong to each of them. Name an entry that is one cloud.`;
  return [{ offset: offset(["default"]), problem }];
}
