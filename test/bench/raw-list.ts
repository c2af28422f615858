import { KMSClient, ListResourceTagsCommand } from "@aws-sdk/client-kms";

/** What a script without Crosstag does to list the tags of one key. */
const client = new KMSClient({});
const { Tags = [] } = await client.send(new ListResourceTagsCommand({ KeyId: process.argv[2] }));
for (const { TagKey, TagValue } of Tags) process.stdout.write(`${TagKey}=${TagValue}\n`);
