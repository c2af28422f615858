import { type KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";

/** Hosts of AWS itself, in every partition (partitions.json of the SDK, verified 2026-11-29). */
const AWS_HOST =
  /\.(?:amazonaws\.com(?:\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

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
  return url === undefined || AWS_HOST.test(url.hostname) ? undefined : url.origin;
}
