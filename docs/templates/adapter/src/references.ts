import type { DriverScope, ParsedReference, ReferenceGrammar } from "@crosstag/core/driver";

const FULL = /^example:(?<region>[^:]*):(?<account>[^:]*):(?<name>.*)$/;
const NAME = /^(?:key\/)?(?<id>ex-[0-9a-z-]+)$/;

/** How the cloud names its keys. Pure: it asks nothing. */
export const exampleReferences: ReferenceGrammar = {
  forms: ["example:<region>:<account>:key/<id>", "key/<id>", "<key id>"],
  claims: (text) => text.startsWith("example:"),
  factsOf: (text) => {
    const { region, account, name = "" } = FULL.exec(text)?.groups ?? {};
    const id = NAME.exec(name)?.groups?.["id"];
    if (region === undefined || account === undefined || id === undefined) return undefined;
    return { kind: "key", id, region, account };
  },
  parse: parseReference,
  format: ({ id, region, account }, scope) => {
    const owner = account ?? scope.account;
    return owner === undefined ? `key/${id}` : `example:${region ?? scope.region}:${owner}:key/${id}`;
  },
};

function parseReference(text: string, scope: DriverScope): ParsedReference {
  const { region, account, name = text } = FULL.exec(text)?.groups ?? {};
  if (region !== undefined && region !== scope.region)
    return { problem: "The key is in another region.", fix: `This cloud serves ${scope.region}.` };
  if (account !== undefined && scope.account !== undefined && account !== scope.account)
    return { problem: "The key is in another account.", fix: `This cloud serves the account ${scope.account}.` };
  const id = NAME.exec(name)?.groups?.["id"];
  if (id === undefined)
    return { problem: "This is not the name of a key.", fix: `Write it as ${exampleReferences.forms.join(" or ")}.` };
  return {
    reference: {
      provider: "example",
      kind: "key",
      id,
      alias: false,
      ...(region !== undefined && { region }),
      ...(account !== undefined && { account }),
      text,
    },
  };
}
