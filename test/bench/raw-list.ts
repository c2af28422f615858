import { KMSClient, ListResourceTagsCommand } from "@aws-sdk/client-kms";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** What a script without Crosstag does to list the tags of one key of its own account: the calls that `list` makes. */
const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
const { Tags = [] } = await new KMSClient({}).send(new ListResourceTagsCommand({ KeyId: process.argv[2] }));
process.stdout.write(`Account ${Account}\n`);
for (const { TagKey, TagValue } of Tags) process.stdout.write(`${TagKey}=${TagValue}\n`);
