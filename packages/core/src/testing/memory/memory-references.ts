import type { DriverScope, ParsedReference, ReferenceGrammar, ReferenceProblem } from "../../model/reference.ts";
import type { ResourceKind } from "../../model/reference.ts";

const FULL = /^mem:(?<service>[^:]*):(?<region>[^:]*):(?<account>[^:]*):(?<name>.*)$/u;

/** The kinds of a memory cloud. */
export const MEMORY_KINDS: readonly ResourceKind[] = ["key", "secret", "certificate"];

/** How one service of the memory cloud names its resources. */
interface Names {
  /** `kms` for the KMS. */
  readonly service: string;
  readonly kinds: readonly ResourceKind[];
  /** A name without its head. */
  readonly form: RegExp;
}

/** The beginning of the full names of a scope. */
export function memoryHead(
  { service = "kms" }: { readonly service?: string | undefined },
  { region, account = "" }: DriverScope,
): string {
  return `mem:${service}:${region}:${account}:`;
}

/** One grammar for each service with its kinds, as the drivers of a cloud share one. */
const grammars = new Map<string, ReferenceGrammar>();

/** `mem:kms:<region>:<account>:key/<id>`, the same without its head, `alias/<name>`, or the bare id of a key. */
export function memoryReferences(service = "kms", kinds: readonly ResourceKind[] = MEMORY_KINDS): ReferenceGrammar {
  const name = [service, ...kinds].join("/");
  const grammar = grammars.get(name) ?? createGrammar(service, kinds);
  grammars.set(name, grammar);
  return grammar;
}

function createGrammar(service: string, kinds: readonly ResourceKind[]): ReferenceGrammar {
  const form = new RegExp(`^(?:(?<kind>${kinds.join("|")})/(?<id>[\\w.-]+)|(?<alias>alias/[\\w./-]+))$`, "u");
  const names: Names = { service, kinds, form };
  const head = memoryHead({ service }, { region: "<region>", account: "<account>" });
  const short = [...kinds.map((kind) => `${kind}/${kind === "secret" ? "<name>" : "<id>"}`), "alias/<name>"];
  const forms = [...short.map((text) => `${head}${text}`), ...short, `<${kinds[0]} id>`];
  return {
    forms,
    claims: (text) => text.startsWith("mem:"),
    factsOf: (text) => {
      const full = FULL.exec(text)?.groups;
      if (full === undefined || full["service"] !== service) return undefined;
      const { region = "", account = "", name = "" } = full;
      const own = parseName(name, names);
      return own && { kind: own.kind, id: own.id, region, account };
    },
    parse: (text, scope) => parse(text, scope, names, forms),
    format: (reference, scope) => {
      const { region = scope.region, account = scope.account } = reference;
      const name = reference.alias ? reference.id : `${reference.kind}/${reference.id}`;
      return account === undefined ? name : `${memoryHead({ service }, { region, account })}${name}`;
    },
  };
}

function parse(text: string, scope: DriverScope, names: Names, forms: readonly string[]): ParsedReference {
  const { service = names.service, region, account, name = text } = FULL.exec(text)?.groups ?? {};
  const elsewhere = placeProblem(region, account, scope);
  if (elsewhere !== undefined) return elsewhere;
  const [first = ""] = names.kinds;
  const isBare = region === undefined && new RegExp(`^${first}-[0-9]+$`, "u").test(name);
  const own = parseName(isBare ? `${first}/${name}` : name, names);
  if (own === undefined || service !== names.service)
    return {
      problem: "This does not name a resource of the memory cloud.",
      fix: `Write it as ${forms.slice(0, 2).join(" or ")}.`,
    };
  return {
    reference: {
      provider: "memory",
      ...own,
      ...(region !== undefined && { region }),
      ...(account !== undefined && { account }),
      text,
    },
  };
}

/** An alias is one of the first kind. */
function parseName(name: string, { kinds, form }: Names) {
  const { kind: text, id, alias } = form.exec(name)?.groups ?? {};
  const kind = kinds.find((one) => one === text) ?? kinds[0];
  if (kind === undefined || (id ?? alias) === undefined) return undefined;
  return { kind, id: alias ?? id ?? "", alias: alias !== undefined };
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
