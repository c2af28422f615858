import { JsonService, type ServiceParts } from "../protocol/json-service.ts";
import { createSecret } from "./operations/create-secret.ts";
import { deleteSecret } from "./operations/delete-secret.ts";
import { describeSecret } from "./operations/describe-secret.ts";
import { getResourcePolicy } from "./operations/get-resource-policy.ts";
import { listSecrets } from "./operations/list-secrets.ts";
import { putResourcePolicy } from "./operations/put-resource-policy.ts";
import { restoreSecret } from "./operations/restore-secret.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";

/** The errors of the service's model, whose text is in `Message` (botocore 1.43.11, verified 2026-11-29). */
const modelErrors = [
  "AccessDeniedException",
  "InternalServiceError",
  "InvalidNextTokenException",
  "InvalidParameterException",
  "InvalidRequestException",
  "LimitExceededException",
  "MalformedPolicyDocumentException",
  "ResourceExistsException",
  "ResourceNotFoundException",
];

/** AWS Secrets Manager: the tags of secrets, and what is needed to make and to delete a secret. */
export function createSecretsManager(parts: ServiceParts): JsonService {
  return new JsonService(
    {
      name: "secretsmanager",
      targetPrefix: "secretsmanager.",
      throttled: ["ThrottlingException", "Rate exceeded"],
      fault: ["InternalServiceError", "An error occurred on the server side."],
      resourceFields: ["SecretId", "Name"],
      capitalMessages: new Set(modelErrors),
      operations: {
        CreateSecret: createSecret,
        DeleteSecret: deleteSecret,
        DescribeSecret: describeSecret,
        GetResourcePolicy: getResourcePolicy,
        ListSecrets: listSecrets,
        PutResourcePolicy: putResourcePolicy,
        RestoreSecret: restoreSecret,
        TagResource: tagResource,
        UntagResource: untagResource,
      },
    },
    parts,
  );
}
