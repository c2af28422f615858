import type { KMSClient, KMSClientConfig } from "@aws-sdk/client-kms";
import { ForeignAnswerError } from "./foreign-answer-error.ts";

/** An answer of STS is below 1 KB, a page of accounts below 20 KB. Parsing megabytes of XML takes seconds. */
const MOST_BYTES = 64 * 1024;

type SdkHandler = Extract<NonNullable<KMSClientConfig["requestHandler"]>, { handle: unknown }>;

/** Sends with the handler of a client, and refuses answers that are too large for the parsers of other services. */
export function boundedHandler({ config }: KMSClient, mostBytes = MOST_BYTES): SdkHandler {
  const { requestHandler: inner } = config;
  return {
    ...(inner.metadata !== undefined && { metadata: inner.metadata }),
    async handle(request: Parameters<SdkHandler["handle"]>[0], options?: Parameters<SdkHandler["handle"]>[1]) {
      const answer = await inner.handle(request, options);
      const { response } = answer;
      const given: unknown = response.body;
      const body = given === undefined || given instanceof Uint8Array ? given : await config.streamCollector(given);
      response.body = body;
      if (body !== undefined && body.length > mostBytes) throw new ForeignAnswerError(response.statusCode, undefined);
      return answer;
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}
