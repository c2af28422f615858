import { type KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";

/** Hosts of AWS itself, in every partition (partitions.json of the SDK, verified 2026-11-29). */
const AWS_HOST =
  /\.(?:amazonaws\.com(?:\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

/**
 * Where a client sends its calls, if that is not AWS. A client finds its endpoint in its options, the environment and the
 * profile, and resolves it for a call only: one is begun here, without credentials, and not sent.
 */
export async function resolveEndpoint(client: KMSClient): Promise<string | undefined> {
  const stack = client.middlewareStack.clone();
  // It asks for credentials, which may come over a network.
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
