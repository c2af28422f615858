import { liveSuite } from "../conformance/live-suite.ts";
import type { LiveCloud } from "../live-cloud.ts";
import { combineParts } from "../live-part.ts";
import type { Sleep } from "../retry-throttled.ts";
import { errorCode } from "./error-code.ts";
import { keyPart } from "./key-part.ts";
import { keySubject } from "./key-subject.ts";
import { openClient } from "./open-client.ts";

/** Codes that say nothing about a question. Not `Forbidden.` as a whole: `Forbidden.KeyNotFound` is an answer. */
const NO_ANSWERS =
  /^(NoPermission|Forbidden\.(NoPermission|RAM|AccessKey)|Throttling|Rejected\.Throttling|InvalidAccessKeyId|InvalidSecurityToken|SignatureDoesNotMatch|SignatureNonceUsed|IncompleteSignature|InvalidTimeStamp|IllegalTimestamp|ServiceUnavailable|InternalFailure|InternalError)/;

/** Alibaba Cloud KMS in one region. */
export function openLiveAlibaba(region: string, endpoint?: string, wait?: Sleep): LiveCloud {
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
  return {
    name: "alibaba",
    region,
    ...combineParts([keyPart(kms)]),
    suite: liveSuite(
      [
        {
          title: "keys of Alibaba Cloud KMS",
          resources: 160,
          calls: 5_200,
          minutes: 3,
          open: (place) => keySubject(kms, { ...place, ...(endpoint !== undefined && { endpoint }) }, wait),
        },
      ],
      wait,
    ),
    // https://www.alibabacloud.com/help/en/kms/support/billing-of-kms and
    // https://alibabacloud.com/help/en/kms/key-management-service/pay-as-you-go, read 2026-11-29.
    prices: [
      "A software key costs 0.002 to 0.03 USD a day, and nothing while its deletion is scheduled (2026-11-29).",
      "If the account has no KMS instance, Alibaba Cloud can refuse to create keys. The run buys no instance.",
    ],
    notAsked: [
      "resources of another account or region: a live test uses only what it created",
      "codes of throttling and of ended credentials: to provoke them disturbs other programs of the account",
      "system tags: only Alibaba Cloud can set them",
      "secrets and certificates: their shared instances cost more than a test should",
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
