import type { KMSClientConfig } from "@aws-sdk/client-kms";
import type { CloudSettings } from "@crosstag/core/driver";
import { configurationError } from "./configuration-error.ts";

export type CredentialSource = NonNullable<KMSClientConfig["credentials"]>;

const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/**
 * Where credentials come from: a role, if one is to be assumed; else what was given; else (`undefined`) the SDK's
 * default chain, which reads the profile. Loads the package for roles only when one is asked for.
 * @throws CrosstagError `configuration` where the role's ARN is malformed
 */
export async function credentialSourceFor(
  settings: CloudSettings & { readonly credentials?: CredentialSource },
): Promise<CredentialSource | undefined> {
  const { assumeRole, credentials } = settings;
  if (assumeRole === undefined) return credentials;
  if (!ROLE_ARN.test(assumeRole.arn)) {
    throw configurationError(
      "assumeRole.arn is not the ARN of a role.",
      "Write it like arn:aws:iam::111122223333:role/tagger.",
    );
  }
  const { fromIni, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const master = credentials ?? (settings.profile === undefined ? undefined : fromIni({ profile: settings.profile }));
  return fromTemporaryCredentials({
    ...(master !== undefined && { masterCredentials: master }),
    ...(settings.region !== undefined && { clientConfig: { region: settings.region } }),
    params: {
      RoleArn: assumeRole.arn,
      RoleSessionName: assumeRole.sessionName ?? "crosstag",
      ...(assumeRole.externalId !== undefined && { ExternalId: assumeRole.externalId }),
    },
  });
}
