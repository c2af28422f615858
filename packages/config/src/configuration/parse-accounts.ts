import { z } from "zod";
import { describeIssues, type DocumentWords } from "../documents/describe-issues.ts";
import { problemsError, type DocumentProblem } from "../documents/problems-error.ts";
import { readDocument, type ReadDocument } from "../documents/read-document.ts";
import type { AccountConfiguration } from "./cloud-configuration.ts";
import { accountSchema, listedAccounts } from "./fleet-schema.ts";

const TITLE = "The list of accounts";

const WORDS: DocumentWords = { describePath: (path) => path.join(".") };

/** The file `accounts.yml` of Cloud Custodian's c7n-org, as far as it is used here. Other keys are ignored. */
const custodianFile = z.looseObject({
  accounts: z
    .array(
      z.looseObject({
        account_id: accountSchema.shape.id,
        name: accountSchema.shape.name,
        role: z.string("must be one role: chains of roles are not supported").optional(),
        external_id: accountSchema.shape.externalId,
        regions: accountSchema.shape.regions,
        tags: z.array(z.string(), "must be a list of texts such as type:prod").optional(),
        profile: z.never("must be removed: give an account with a profile an entry of its own").optional(),
      }),
      "must be a list of accounts",
    )
    .min(1, "must name at least one account"),
});

/**
 * Parses the accounts of a fleet from a file: a list as under `accounts` of the configuration, or `accounts.yml` of
 * c7n-org. YAML or JSON.
 * @param fileName the name of the file in messages
 * @throws CrosstagError `configuration` with every problem, each with line and column
 */
export function parseAccounts(text: string, fileName: string): readonly AccountConfiguration[] {
  const read = readDocument(text, fileName, TITLE);
  const accounts = Array.isArray(read.content) ? parseOwn(read) : parseCustodian(read);
  const inList = Array.isArray(read.content) ? [] : ["accounts"];
  const seen = new Set<string>();
  const twice = accounts.flatMap(({ id }, position): readonly DocumentProblem[] => {
    const problem = `The account ${id} is listed twice. Remove one of the lines.`;
    if (seen.has(id)) return [{ offset: read.offset([...inList, position]), problem }];
    seen.add(id);
    return [];
  });
  if (twice.length > 0) throw problemsError(TITLE, twice, read.at);
  const place = placesIn(read, inList);
  return accounts.map((account, position) => ({ ...account, place: place(position) }));
}

/** Returns the place of an account, by its position in the list at a path. */
export function placesIn({ at, offset }: ReadDocument, list: readonly PropertyKey[]): (position: number) => string {
  return (position) => at(offset([...list, position]));
}

function parseOwn(read: ReadDocument): readonly AccountConfiguration[] {
  const result = listedAccounts.safeParse(read.content);
  if (!result.success)
    throw problemsError(TITLE, describeIssues(result.error.issues, read, listedAccounts, WORDS), read.at);
  return result.data.map((account) => (typeof account === "string" ? { id: account } : given(account)));
}

function parseCustodian(read: ReadDocument): readonly AccountConfiguration[] {
  const result = custodianFile.safeParse(read.content);
  if (!result.success)
    throw problemsError(TITLE, describeIssues(result.error.issues, read, custodianFile, WORDS), read.at);
  return result.data.accounts.map(({ account_id: id, name, role, external_id: externalId, regions, tags }) =>
    given({ id, name, role, externalId, regions, tags: tags && tagsOf(tags) }),
  );
}

/** `type:prod` is a tag with a value. Of several with one key, the last: c7n-org writes a path for each unit, the deepest last. */
function tagsOf(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [key = "", ...value] = text.split(":");
      return [key, value.join(":")];
    }),
  );
}

/** Without keys that have no value. */
function given({ id, ...rest }: z.infer<typeof accountSchema>): AccountConfiguration {
  return { id, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) };
}
