import { request, type IncomingMessage } from "node:http";
import { KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import type { LocalAws } from "@crosstag/local-clouds";

type Handler = Extract<NonNullable<KMSClientConfig["requestHandler"]>, { handle: unknown }>;
type Request = Parameters<Handler["handle"]>[0];

/** The hosts of AWS in its first region, by which a local cloud has to be allowed to be asked. */
export const HOSTS_OF_AWS = ["kms.us-east-1.amazonaws.com", "sts.us-east-1.amazonaws.com"];

/** A client for the endpoint of AWS itself, whose connections lead to a local cloud. */
export function clientAtAws({ endpoint, region, credentials }: LocalAws): KMSClient {
  const { hostname: host, port } = new URL(endpoint);
  const handle = ({ method, path, headers, body }: Request) =>
    new Promise<{ response: never }>((resolve, reject) => {
      const sent = request({ host, port, method, path, headers }, (answer: IncomingMessage) => {
        const { statusCode, headers: answered } = answer;
        resolve({ response: { statusCode, headers: answered, body: answer } as never });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  const requestHandler = { handle, updateHttpClientConfig: () => {}, httpHandlerConfigs: () => ({}) } as Handler;
  return new KMSClient({ region, credentials, requestHandler });
}
