import type { DriverScope, ParsedReference, ReferenceGrammar, ReferenceProblem } from "../../model/reference.ts";
import { isResourceKind } from "../../model/reference.ts";

const SCHEME = "mem:kms:";
const FULL = /^mem:kms:(?<region>[^:]*):(?<account>[^:]*):(?<name>.*)$/u;
const NAME = /^(?:(?<kind>key|secret|certificate)\/(?<id>[\w.-]+)|(?<alias>alias\/[\w./-]+))$/u;
const BARE_KEY = /^key-[0-9]+$/u;

/** `mem:kms:<region>:<account>:key/<id>`, the same without its head, `alias/<name>`, or the bare id of a key. */
export const memoryReferences: ReferenceGrammar = {
  forms: [
    "mem:kms:<region>:<account>:key/<id>",
    "mem:kms:<region>:<account>:secret/<name>",
    "mem:kms:<region>:<account>:certificate/<id>",
    "mem:kms:<region>:<account>:alias/<name>",
    "key/<id>",
    "secret/<name>",
    "certificate/<id>",
    "alias/<name>",
    "<key id>",
  ],
  claims: (text) => text.startsWith(SCHEME),
  factsOf: (text) => {
    const { region, account, name = "" } = FULL.exec(text)?.groups ?? {};
    const { kind, id, alias } = NAME.exec(name)?.groups ?? {};
    if (region === undefined || account === undefined || (id ?? alias) === undefined) return undefined;
    return { kind: isResourceKind(kind) ? kind : "key", id: id ?? alias ?? "", region, account };
  },
  parse,
  format: (reference, scope) => {
    const region = reference.region ?? scope.region;
    const account = reference.account ?? scope.account;
    const name = reference.alias ? reference.id : `${reference.kind}/${reference.id}`;
    return account === undefined ? name : `${SCHEME}${region}:${account}:${name}`;
  },
};

function parse(text: string, scope: DriverScope): ParsedReference {
  const { region, account, name = text } = FULL.exec(text)?.groups ?? {};
  const elsewhere = placeProblem(region, account, scope);
  if (elsewhere !== undefined) return elsewhere;
  const parts = NAME.exec(BARE_KEY.test(name) && region === undefined ? `key/${name}` : name)?.groups;
  if (parts === undefined) {
    return {
      problem: "This does not name a resource of the memory cloud.",
      fix: `Write it as ${memoryReferences.forms.slice(0, 2).join(" or ")}.`,
    };
  }
  const { kind, id = "", alias } = parts;
  return {
    reference: {
      provider: "memory",
      kind: isResourceKind(kind) ? kind : "key",
      id: alias ?? id,
      alias: alias !== undefined,
      ...(region !== undefined && { region }),
      ...(account !== undefined && { account }),
      text,
    },
  };
}

function placeProblem(
  region: string | undefined,
  account: string | undefined,
  scope: DriverScope,
): ReferenceProblem | undefined {
  if (region !== undefined && region !== scope.region) {
    return {
      problem: "The resource is in another region.",
      fix: `Use a driver for that region; this one serves ${scope.region}.`,
    };
  }
  if (account !== undefined && scope.account !== undefined && account !== scope.account) {
    return {
      problem: "The resource is in another account.",
      fix: `Use a driver for that account; this one serves ${scope.account}.`,
    };
  }
  return undefined;
}
