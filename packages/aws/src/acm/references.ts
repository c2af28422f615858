import type {
  DriverScope,
  ParsedReference,
  Reference,
  ReferenceFacts,
  ReferenceGrammar,
  ReferenceProblem,
} from "@crosstag/core/driver";
import {
  type ArnParts,
  formatArn,
  hasMalformedPlace,
  otherServiceOf,
  partsOfArn,
  placeProblem,
} from "../references.ts";
import { CERTIFICATE_ID } from "./certificate-arn.ts";

const FORMS: readonly string[] = [
  "arn:aws:acm:<region>:<account>:certificate/<certificate id>",
  "certificate/<certificate id>",
];
const FIX_FORM = `Write one of: ${FORMS.join(", ")}.`;

/** The names of certificates. ACM accepts ARNs only; the driver makes one of a short name and its own account. */
export const references: ReferenceGrammar = {
  forms: FORMS,
  claims: (text) => otherServiceOf(text) === "AWS Certificate Manager",
  parse: (text, scope) => (text.startsWith("arn:") ? parseArn(text, scope) : parseName(text, text)),
  factsOf,
  format,
};

function factsOf(text: string): ReferenceFacts | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const parts = partsOfArn(text);
  const { service, region, account, resource } = parts;
  if (service !== "acm" || hasMalformedPlace(parts) || !resource.startsWith("certificate/")) return undefined;
  return { kind: "certificate", id: resource.slice("certificate/".length), region, account };
}

function format(reference: Reference, scope: DriverScope): string {
  const name = `certificate/${reference.id}`;
  return formatArn(reference, scope, "acm", name) ?? name;
}

function parseArn(text: string, scope: DriverScope): ParsedReference {
  const parts = partsOfArn(text);
  const { partition, service, region, account, resource } = parts;
  const other = problemOfOthers(parts);
  if (other !== undefined) return other;
  if (service !== "acm" || hasMalformedPlace(parts))
    return { problem: "This is not a well-formed ARN of AWS Certificate Manager.", fix: FIX_FORM };
  const elsewhere = placeProblem(parts, scope);
  if (elsewhere !== undefined) return elsewhere;
  if (!resource.startsWith("certificate/")) return { problem: "This ARN does not name a certificate.", fix: FIX_FORM };
  const named = parseName(resource, text);
  if ("problem" in named) return named;
  return { reference: { ...named.reference, partition, region, account } };
}

/** Certificates that AWS keeps elsewhere, with operations of their own for tags. */
function problemOfOthers({ service, resource }: ArnParts): ReferenceProblem | undefined {
  if (service === "acm-pca")
    return {
      problem: "This ARN is one of AWS Private CA. Its certificates have no tags, and its authorities are not served.",
      fix: "Name the certificate by its ARN in AWS Certificate Manager, if it was requested there.",
    };
  if (service === "iam" && resource.startsWith("server-certificate/"))
    return {
      problem: "This ARN is one of a server certificate of IAM, which is not served.",
      fix: "Tag it with aws iam tag-server-certificate, or import it into AWS Certificate Manager.",
    };
  return undefined;
}

function parseName(name: string, text: string): ParsedReference {
  const id = name.startsWith("certificate/") ? name.slice("certificate/".length) : "";
  if (CERTIFICATE_ID.test(id)) return { reference: { provider: "aws", kind: "certificate", id, alias: false, text } };
  return { problem: "This is not the name of a certificate of AWS Certificate Manager.", fix: FIX_FORM };
}
