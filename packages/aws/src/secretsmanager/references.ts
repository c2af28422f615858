import type {
  DriverScope,
  ParsedReference,
  Reference,
  ReferenceFacts,
  ReferenceGrammar,
  ReferenceProblem,
} from "@crosstag/core/driver";
import { formatArn, hasMalformedPlace, partsOfArn, placeProblem } from "../references.ts";
import { SECRET_NAME, hasSuffix } from "./secret-arn.ts";

const FORMS: readonly string[] = [
  "arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>",
  "secret:<name>-<6 characters>",
  "secret/<name>",
];
const FIX_FORM = `Write one of: ${FORMS.join(", ")}.`;

/**
 * The names of secrets. The id of a secret is its name with the six characters of its ARN: AWS gives them so that what is
 * about a deleted secret is not about a later one of the same name. A name without them, and an ARN without them, is an
 * alias, which DescribeSecret resolves.
 */
export const references: ReferenceGrammar = {
  forms: FORMS,
  claims: (text) => /^arn:[^:]*:secretsmanager:/i.test(text),
  parse: (text, scope) => (text.startsWith("arn:") ? parseArn(text, scope) : parseName(text)),
  factsOf,
  format,
};

/** The alias that stands for the name of a secret. */
export function aliasOf(name: string): string {
  return `secret/${name}`;
}

/** The name of the secret that an alias stands for. */
export function nameOfAlias(alias: string): string {
  return alias.slice("secret/".length);
}

function factsOf(text: string): ReferenceFacts | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const parts = partsOfArn(text);
  const { service, region, account, resource } = parts;
  if (service !== "secretsmanager" || hasMalformedPlace(parts) || !resource.startsWith("secret:")) return undefined;
  const { id } = identified(resource.slice("secret:".length));
  return { kind: "secret", id, region, account };
}

function format(reference: Reference, scope: DriverScope): string {
  const { alias, id } = reference;
  // An ARN without the six characters is taken for a complete one if the name ends like them.
  if (alias && hasSuffix(id)) return id;
  const arn = formatArn(reference, scope, "secretsmanager", `secret:${alias ? nameOfAlias(id) : id}`);
  return arn ?? (alias ? id : `secret:${id}`);
}

function parseArn(text: string, scope: DriverScope): ParsedReference {
  const parts = partsOfArn(text);
  const { partition, service, region, account, resource } = parts;
  if (service !== "secretsmanager" || hasMalformedPlace(parts))
    return { problem: "This is not a well-formed ARN of AWS Secrets Manager.", fix: FIX_FORM };
  const elsewhere = placeProblem(parts, scope);
  if (elsewhere !== undefined) return elsewhere;
  if (!resource.startsWith("secret:")) return { problem: "This ARN does not name a secret.", fix: FIX_FORM };
  const name = resource.slice("secret:".length);
  const problem = nameProblem(name);
  if (problem !== undefined) return problem;
  return { reference: { provider: "aws", kind: "secret", ...identified(name), partition, region, account, text } };
}

function parseName(text: string): ParsedReference {
  if (text.startsWith("secret/")) {
    const name = nameOfAlias(text);
    return nameProblem(name) ?? { reference: { provider: "aws", kind: "secret", id: text, alias: true, text } };
  }
  if (text.startsWith("secret:")) {
    const id = text.slice("secret:".length);
    const problem = nameProblem(id);
    if (problem !== undefined) return problem;
    if (hasSuffix(id)) return { reference: { provider: "aws", kind: "secret", id, alias: false, text } };
    return {
      problem: "The six characters that AWS adds to the name in the ARN of a secret are missing.",
      fix: `Write secret/${id} to name the secret by its name, or copy the ARN of the secret.`,
    };
  }
  return { problem: "This is not the name of a secret of AWS Secrets Manager.", fix: FIX_FORM };
}

function nameProblem(name: string): ReferenceProblem | undefined {
  if (SECRET_NAME.test(name)) return undefined;
  if (SECRET_NAME.test(name.slice(0, Math.max(0, name.indexOf(":")))))
    return {
      problem: "This ARN names a part or a version of a secret.",
      fix: "Cut off what follows the name and its six characters: tags belong to the whole secret.",
    };
  return {
    problem: "This is not the name of a secret (letters, digits and / _ + = . @ ! -; at most 512 characters).",
    fix: FIX_FORM,
  };
}

function identified(name: string): Pick<Reference, "id" | "alias"> {
  return hasSuffix(name) ? { id: name, alias: false } : { id: aliasOf(name), alias: true };
}
