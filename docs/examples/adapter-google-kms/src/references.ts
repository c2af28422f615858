import type { DriverScope, ParsedReference, Reference, ReferenceGrammar } from "@crosstag/core/driver";

const FULL = /^projects\/(?<account>[^/]+)\/locations\/(?<region>[^/]+)\/(?<id>.*)$/;
const FORM = "projects/<project>/locations/<location>/keyRings/<ring>/cryptoKeys/<key>";
const ID = /^keyRings\/[\w-]{1,63}\/cryptoKeys\/[\w-]{1,63}$/;

/**
 * How Google Cloud names keys: a project is Crosstag's account, a location is its region. The id of a key has its key ring,
 * because two rings can have keys of one name. Pure.
 */
export const googleReferences: ReferenceGrammar = {
  forms: [FORM, FORM.slice(FORM.indexOf("keyRings"))],
  claims: (text) => text.startsWith("projects/") || text.startsWith("keyRings/"),
  factsOf: (text) => {
    const { account, region, id = "" } = FULL.exec(text)?.groups ?? {};
    if (account === undefined || region === undefined || !ID.test(id)) return undefined;
    return { kind: "key", id, account, region };
  },
  parse: parseReference,
  format: ({ id, account, region }, scope) => {
    const project = account ?? scope.account;
    return project === undefined ? id : fullName(project, region ?? scope.region, id);
  },
};

/** The name that calls and answers have. */
export function fullName(project: string, location: string, id: string): string {
  return `projects/${project}/locations/${location}/${id}`;
}

/** A key of a project and location. */
export function referenceTo(id: string, account: string, region: string): Reference {
  return { provider: "google", kind: "key", id, alias: false, account, region, text: fullName(account, region, id) };
}

function parseReference(text: string, scope: DriverScope): ParsedReference {
  const { account, region, id = text } = FULL.exec(text)?.groups ?? {};
  if (!ID.test(id))
    return { problem: "This is not the name of a key.", fix: `Write it as ${googleReferences.forms.join(" or ")}.` };
  if (region !== undefined && region !== scope.region)
    return { problem: "The key is in another location.", fix: `This cloud serves ${scope.region}.` };
  if (account !== undefined && scope.account !== undefined && account !== scope.account)
    return { problem: "The key is in another project.", fix: `This cloud serves the project ${scope.account}.` };
  const name = region !== undefined && account !== undefined ? { region, account } : {};
  return { reference: { provider: "google", kind: "key", id, alias: false, ...name, text } };
}
