import { awsError } from "../../protocol/aws-error.ts";
import type { JsonOperation } from "../../protocol/json-service.ts";
import type { Parameters } from "../../protocol/parameters.ts";
import { tokenPage } from "../../protocol/token-page.ts";
import { certificateSummary, extendedKeyUsages, keyUsages } from "../describe-fields.ts";
import { certificateQuotas } from "../quotas.ts";
import { certificateStatuses, keyAlgorithms, keyPairOrigins, type Certificate } from "../state/certificate.ts";

/** What a request asks for; an empty list asks for everything. */
interface CertificateFilter {
  readonly statuses: readonly string[];
  readonly keyTypes: readonly string[];
  readonly origins: readonly string[];
  readonly keyUsages: readonly string[];
  readonly extendedKeyUsages: readonly string[];
  readonly exportOption: string | undefined;
  readonly managedBy: string | undefined;
}

/** Without filters, certificates with other keys than RSA of 1024 and 2048 bits, and those of ACME, are left out. */
export const listCertificates: JsonOperation = {
  ...certificateQuotas.list,
  run(call) {
    const { parameters, member } = call;
    const { settings, regions } = member.certificates;
    const filter = filterOf(parameters);
    const descending = isDescending(parameters);
    const all = regions.get(call.region)?.list ?? [];
    const found = all.filter((certificate) => passes(certificate, filter, settings.certificatesListedByDefault));
    const scope = JSON.stringify([call.region, filter, descending]);
    const { items, rest } = tokenPage(descending ? found.toReversed() : found, parameters, scope, {
      sizeField: "MaxItems",
      maximum: 1000,
      invalidToken: "InvalidArgsException",
      emptyPages: settings.certificateEmptyPages,
    });
    return { CertificateSummaryList: items.map(certificateSummary), ...rest };
  },
};

function filterOf(parameters: Parameters): CertificateFilter {
  const within = parameters.structure("Includes");
  return {
    statuses: parameters.optionalTexts("CertificateStatuses", { values: certificateStatuses }),
    origins: parameters.optionalTexts("CertificateKeyPairOrigins", { values: keyPairOrigins }),
    keyTypes: parameters.textsIn(within, "keyTypes", { values: keyAlgorithms }),
    keyUsages: parameters.textsIn(within, "keyUsage"),
    extendedKeyUsages: parameters.textsIn(within, "extendedKeyUsage"),
    exportOption: parameters.textIn(within, "exportOption", { values: ["ENABLED", "DISABLED"] }),
    managedBy: parameters.textIn(within, "managedBy", { values: ["CLOUDFRONT"] }),
  };
}

/** Certificates are in the order of their creation. "If you specify SortBy, you must also specify SortOrder." */
function isDescending(parameters: Parameters): boolean {
  const by = parameters.optionalString("SortBy", { values: ["CREATED_AT"] });
  const order = parameters.optionalString("SortOrder", { values: ["ASCENDING", "DESCENDING"] });
  parameters.check();
  if ((by === undefined) === (order === undefined)) return order === "DESCENDING";
  throw awsError("InvalidArgsException", "SortBy and SortOrder must be specified together.");
}

function passes(
  { identity, status }: Certificate,
  filter: CertificateFilter,
  listedByDefault: readonly string[],
): boolean {
  const { keyAlgorithm, keyPairOrigin, domainName, managedBy } = identity;
  const hasKey =
    filter.keyTypes.length === 0
      ? listedByDefault.includes(keyAlgorithm) && domainName !== ""
      : filter.keyTypes.includes(keyAlgorithm);
  const hasOrigin = filter.origins.length === 0 ? keyPairOrigin !== "ACME" : filter.origins.includes(keyPairOrigin);
  return (
    hasKey &&
    hasOrigin &&
    asksFor(filter.statuses, [status]) &&
    asksFor(filter.keyUsages, keyUsages) &&
    asksFor(filter.extendedKeyUsages, extendedKeyUsages) &&
    filter.exportOption !== "ENABLED" &&
    (filter.managedBy === undefined || filter.managedBy === managedBy)
  );
}

function asksFor(asked: readonly string[], having: readonly string[]): boolean {
  return asked.length === 0 || asked.some((each) => having.includes(each));
}
