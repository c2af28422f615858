import { ACMClient } from "@aws-sdk/client-acm";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { LiveCloud } from "../live-cloud.ts";
import { liveSuite } from "../conformance/live-suite.ts";
import { combineParts } from "../live-part.ts";
import type { LivePlace } from "../live-part.ts";
import { certificatePart } from "./certificate-part.ts";
import { certificateSubject } from "./certificate-subject.ts";
import { errorCode } from "./error-code.ts";
import type { Sleep } from "../retry-throttled.ts";
import { keyPart } from "./key-part.ts";
import { keySubject } from "./key-subject.ts";
import { secretPart } from "./secret-part.ts";
import { secretSubject } from "./secret-subject.ts";

/** Codes that say nothing about a question. */
const NO_ANSWERS =
  /^(AccessDenied|Throttling|TooManyRequests|RequestLimitExceeded|Unrecognized|ExpiredToken|InvalidClientToken|InvalidSignature|IncompleteSignature|MissingAuthentication|InternalFailure|KMSInternal|InternalService|DependencyTimeout|ServiceUnavailable)/;

/** AWS KMS, Secrets Manager and Certificate Manager in one region. */
export function openLiveAws(place: LivePlace, wait?: Sleep): LiveCloud {
  const { region, endpoint } = place;
  const settings = { region, ...(endpoint !== undefined && { endpoint }) };
  const kms = new KMSClient(settings);
  const sts = new STSClient(settings);
  const secrets = new SecretsManagerClient(settings);
  const acm = new ACMClient(settings);
  let calls = 0;
  const count = () => (calls += 1);
  kms.middlewareStack.add((next) => (args) => (count(), next(args)), { step: "finalizeRequest", priority: "low" });
  sts.middlewareStack.add((next) => (args) => (count(), next(args)), { step: "finalizeRequest", priority: "low" });
  secrets.middlewareStack.add((next) => (args) => (count(), next(args)), { step: "finalizeRequest", priority: "low" });
  acm.middlewareStack.add((next) => (args) => (count(), next(args)), { step: "finalizeRequest", priority: "low" });
  return {
    name: "aws",
    region,
    ...combineParts([keyPart(kms), secretPart(secrets), certificatePart(acm)], place),
    suite: liveSuite(
      [
        {
          kind: "key",
          title: "keys of AWS KMS",
          resources: 45,
          calls: 1_750,
          minutes: 3,
          open: (suitePlace) => keySubject(kms, { ...settings, ...suitePlace }, wait),
        },
        {
          kind: "secret",
          title: "secrets of AWS Secrets Manager",
          resources: 45,
          calls: 1_250,
          minutes: 1,
          open: (suitePlace) => secretSubject(secrets, { ...settings, ...suitePlace }, wait),
        },
        {
          kind: "certificate",
          title: "certificates of AWS Certificate Manager",
          resources: 45,
          calls: 700,
          minutes: 3,
          open: (suitePlace) => certificateSubject(acm, { ...settings, ...suitePlace }, wait),
        },
      ],
      place,
      wait,
    ),
    // Prices: https://aws.amazon.com/kms/pricing/ and https://aws.amazon.com/secrets-manager/pricing/, read 2026-11-29.
    prices: [
      "A key costs 1 USD a month, charged by the hour, and nothing while its deletion is scheduled (2026-11-29).",
      "A secret costs 0.40 USD a month, charged by the hour. 10,000 requests cost 0.03 to 0.05 USD (2026-11-29).",
      "An imported certificate costs nothing: https://aws.amazon.com/certificate-manager/pricing/ (2026-11-30). Each counts towards the certificates that the account may import in a year.",
    ],
    notAsked: [
      "resources of another account or region, replicas, keys, secrets and certificates that AWS owns: a live test uses only what it created",
      "tag policies: they need an organization",
      "codes of throttling and of ended credentials: to provoke them disturbs other programs of the account",
    ],
    calls: () => calls,
    account: async () => (await sts.send(new GetCallerIdentityCommand())).Account ?? "",
    codeOf: errorCode,
    isNoAnswer: (code) => NO_ANSWERS.test(code),
    close: () => {
      for (const client of [kms, sts, secrets, acm]) client.destroy();
    },
  };
}
