import { liveSuite } from "../conformance/live-suite.ts";
import type { LiveCloud } from "../live-cloud.ts";
import { combineParts } from "../live-part.ts";
import type { LivePlace } from "../live-part.ts";
import type { Sleep } from "../retry-throttled.ts";
import { errorCode } from "./error-code.ts";
import { keyPart } from "./key-part.ts";
import { keySubject } from "./key-subject.ts";
import { openClient } from "./open-client.ts";
import { secretPart } from "./secret-part.ts";
import { secretSubject } from "./secret-subject.ts";

/** Codes that say nothing about a question. Not `Forbidden.` as a whole: `Forbidden.KeyNotFound` is an answer. */
const NO_ANSWERS =
  /^(NoPermission|Forbidden\.(NoPermission|RAM|AccessKey)|Throttling|Rejected\.Throttling|InvalidAccessKeyId|InvalidSecurityToken|SignatureDoesNotMatch|SignatureNonceUsed|IncompleteSignature|InvalidTimeStamp|IllegalTimestamp|ServiceUnavailable|InternalFailure|InternalError)/;

/** Alibaba Cloud KMS in one region. */
export function openLiveAlibaba(place: LivePlace, wait?: Sleep): LiveCloud {
  const { region, endpoint } = place;
  const kms = openClient({
    wait,
    region,
    version: "2016-01-20",
    endpoint: endpoint ?? `https://kms.${region}.aliyuncs.com`,
  });
  const sts = openClient({
    wait,
    region,
    version: "2015-04-01",
    endpoint: endpoint ?? `https://sts.${region}.aliyuncs.com`,
  });
  const at = endpoint === undefined ? {} : { endpoint };
  return {
    name: "alibaba",
    region,
    ...combineParts([keyPart(kms), secretPart(kms)], place),
    suite: liveSuite(
      [
        {
          kind: "key",
          title: "keys of Alibaba Cloud KMS",
          resources: 160,
          calls: 5_200,
          minutes: 3,
          open: (suitePlace) => keySubject(kms, { ...suitePlace, ...at }, wait),
        },
        {
          kind: "secret",
          title: "secrets of Alibaba Cloud KMS",
          resources: 105,
          calls: 3_900,
          minutes: 3,
          open: (suitePlace) => secretSubject(kms, { ...suitePlace, ...at }, wait),
        },
      ],
      place,
      wait,
    ),
    // https://www.alibabacloud.com/help/en/kms/support/billing-of-kms and
    // https://alibabacloud.com/help/en/kms/key-management-service/pay-as-you-go, read 2026-11-29.
    prices: [
      "A software key costs 0.002 to 0.03 USD a day, and nothing while its deletion is scheduled (2026-11-29).",
      "If the account has no KMS instance, Alibaba Cloud can refuse to create keys and secrets. The run buys no instance; --kinds leaves out what is refused.",
      "A secret is counted in the price of its KMS instance: see the page of prices of KMS (2026-11-30).",
    ],
    notAsked: [
      "resources of another account or region: a live test uses only what it created",
      "codes of throttling and of ended credentials: to provoke them disturbs other programs of the account",
      "system tags: only Alibaba Cloud can set them",
      "certificates: Alibaba Cloud KMS has no operation that creates one or reads its tags",
    ],
    calls: () => kms.calls() + sts.calls(),
    account: async () => {
      const { AccountId } = await sts.call("GetCallerIdentity", {});
      return typeof AccountId === "string" ? AccountId : "";
    },
    codeOf: errorCode,
    isNoAnswer: (code) => NO_ANSWERS.test(code),
    close: () => {},
  };
}
