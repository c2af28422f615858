import { type KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import { isAwsHost } from "./aws-hosts.ts";

/**
 * The endpoint of a client, if it is not one of AWS. A client finds it in its options, the environment and the profile,
 * but only for a call: this prepares one without credentials and does not send it.
 */
export async function resolveEndpoint(client: KMSClient): Promise<string | undefined> {
  const stack = client.middlewareStack.clone();
  // It asks for credentials, possibly over a network.
  stack.remove("httpAuthSchemeMiddleware");
  let url: URL | undefined;
  stack.addRelativeTo(
    (_next: unknown, context: { readonly endpointV2?: { readonly url: URL } }) => async () => {
      url = context.endpointV2?.url;
      return { output: { $metadata: {} } as never, response: undefined };
    },
    { name: "crosstagEndpointOnly", relation: "after", toMiddleware: "endpointV2Middleware" },
  );
  const command = new ListKeysCommand({});
  await command.resolveMiddleware(stack, client.config, {})(command);
  return url === undefined || isAwsHost(url.hostname) ? undefined : url.origin;
}
