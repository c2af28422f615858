/** Words of the API in messages of the packages below, and what is typed instead. The longest first. */
const WORDS: readonly (readonly [api: RegExp, command: string])[] = [
  [/\(?`?changeSoftwareTags`?; on the command line --change-software-tags\)?/g, "with --change-software-tags"],
  [/\(`resolveAliases: true`\)/g, "with --resolve-aliases"],
  [/`resolveAliases: true`/g, "--resolve-aliases"],
  [/`readFirst: false`/g, "--no-read-first"],
  [/`all: true`/g, "--all"],
  [/`all`/g, "--all"],
  [/`tagKeys`/g, "--key"],
  [/`kinds`/g, "--kind"],
  [/^Set "region"/g, 'Set --region, "region" in crosstag.yaml'],
  [/\bselect one cloud\b/g, "select one cloud with --cloud"],
  [/`maximumChanges`/g, "--max-changes"],
  [/`maximumAccounts`/g, "--max-accounts"],
  [/set `allowConcurrent`/g, "add --allow-concurrent"],
  [/set another `stateFolder`/g, "name another folder with --state"],
  [/\(`accessPolicies`\)|`accessPolicies`/g, "--access-policy"],
];

/** A message in the words of the command. */
export function inCommandWords(text: string): string {
  // Nearly all texts have none.
  if (!/`|changeSoftwareTags|select one cloud|^Set "region"/.test(text)) return text;
  return WORDS.reduce((told, [api, command]) => told.replaceAll(api, command), text);
}
