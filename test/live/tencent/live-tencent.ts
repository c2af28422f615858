import { fieldOf } from "../answer-fields.ts";
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

/** Codes that say nothing about a question. */
const NO_ANSWERS =
  /^(AuthFailure|UnauthorizedOperation|RequestLimitExceeded|InternalError|ServiceUnavailable|FailedOperation\.ResourceTagProcessing)/;

/** Tencent Cloud KMS and the Tag service in one region. */
export function openLiveTencent(place: LivePlace, wait?: Sleep): LiveCloud {
  const { region, endpoint } = place;
  const client = openClient(region, endpoint, wait);
  const at = endpoint === undefined ? {} : { endpoint };
  const account = async () => String(fieldOf(await client.call("sts", "GetCallerIdentity", {}), "AccountId"));
  return {
    name: "tencent",
    region,
    ...combineParts([keyPart(client), secretPart(client)], place),
    suite: liveSuite(
      [
        {
          kind: "key",
          title: "keys of Tencent Cloud KMS",
          resources: 55,
          calls: 3_000,
          minutes: 2,
          open: (suitePlace) => keySubject(client, { ...suitePlace, ...at }, wait),
        },
        {
          kind: "secret",
          title: "secrets of Tencent Cloud Secrets Manager",
          resources: 55,
          calls: 2_900,
          minutes: 2,
          open: (suitePlace) => secretSubject(client, { ...suitePlace, ...at }, wait),
        },
      ],
      place,
      wait,
    ),
    prices: [
      "What keys and secrets cost depends on the account: see the pages of prices of KMS and Secrets Manager. Their deletion is scheduled at the end.",
      "The tag crosstag-live with the id of the run stays in the list of tags of the account: the keys and secrets that wait for their deletion have it.",
    ],
    notAsked: [
      "resources of another account or region: a live test uses only what it created",
      "codes of throttling and of ended credentials: to provoke them disturbs other programs of the account",
      "the limits of tag keys and values: to reach them takes thousands of tags",
    ],
    calls: () => client.calls(),
    account,
    codeOf: errorCode,
    isNoAnswer: (code) => NO_ANSWERS.test(code),
    close: () => {
      client.close();
    },
  };
}
