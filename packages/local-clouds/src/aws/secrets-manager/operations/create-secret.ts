import { awsError } from "../../protocol/aws-error.ts";
import type { JsonCall, JsonOperation } from "../../protocol/json-service.ts";
import { tagLengthOf } from "../../tags/general-tag-rules.ts";
import { replicationStatus } from "../describe-fields.ts";
import { checkedName, notFound } from "../find-secret.ts";
import { secretQuotas } from "../quotas.ts";
import { checkTags, merged } from "../secret-tag-checks.ts";

/** The value of a secret is not stored: no operation of local clouds returns it. */
export const createSecret: JsonOperation = {
  ...secretQuotas.create,
  run(call) {
    const { parameters } = call;
    const { secrets } = call.member;
    const name = parameters.string("Name", { minimum: 1, maximum: 512 });
    const description = parameters.optionalString("Description", { maximum: 2048 });
    const kmsKeyId = parameters.optionalString("KmsKeyId", { maximum: 2048 });
    const type = parameters.optionalString("Type", { maximum: 100 });
    const given = parameters.optionalList("Tags");
    const tags = parameters.valuelessTags(given ?? [], {
      lengths: secrets.settings.secretTagLengths,
      lengthOf: tagLengthOf(secrets.settings),
    });
    const replicas = replicasOf(call);
    parameters.check();

    const region = secrets.regions.get(call.region);
    if (region === undefined) throw notFound();
    checkedName(name);
    if (tags.length > 0) checkTags(tags, secrets.settings);
    const present = secrets.find(region, name);
    if (present !== undefined) throw exists(name, present.current.deletion !== undefined);
    const secret = secrets.create({
      region,
      name,
      description,
      kmsKeyId,
      type,
      replicas,
      tags: given === undefined ? undefined : merged(undefined, tags, secrets.settings),
    });
    return {
      ARN: secret.identity.arn,
      Name: name,
      VersionId: parameters.optionalString("ClientRequestToken") ?? secrets.newVersionId(),
      ...replicationStatus(secret),
    };
  },
};

function replicasOf({ parameters, region, member }: JsonCall): readonly string[] {
  const regions = parameters.optionalStructures("AddReplicaRegions", Infinity).map((replica) => {
    return parameters.textIn(replica, "Region", { minimum: 1, maximum: 128 }) ?? "";
  });
  parameters.check();
  const wrong = regions.find((name) => name === region || !member.secrets.regions.has(name));
  if (wrong === undefined) return regions;
  throw awsError("InvalidParameterException", `Invalid replica Region: ${wrong}.`);
}

/** Both texts are recorded. */
function exists(name: string, marked: boolean): Error {
  if (!marked) {
    return awsError("ResourceExistsException", `The operation failed because the secret ${name} already exists.`);
  }
  return awsError(
    "InvalidRequestException",
    "You can't create this secret because a secret with this name is already scheduled for deletion.",
  );
}
