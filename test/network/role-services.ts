import { createServer } from "node:http";
import { listen, type Listening } from "./listening.ts";

/** What both clouds' services for roles answer: a session with the credentials that are given. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly token: string;
}

/** AWS STS and Alibaba Cloud STS, as far as `AssumeRole`, over plain http. */
export function startRoleServices(sessions: {
  readonly aws: SessionCredentials;
  readonly alibaba: SessionCredentials;
}): Promise<Listening> {
  const end = new Date(Date.now() + 3_600_000).toISOString();
  const server = createServer((request, answer) => {
    request.resume();
    if (request.headers.host?.endsWith("aliyuncs.com")) {
      const { accessKeyId, secret, token } = sessions.alibaba;
      const Credentials = {
        AccessKeyId: accessKeyId,
        AccessKeySecret: secret,
        SecurityToken: token,
        Expiration: `${end.slice(0, 19)}Z`,
      };
      answer
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ RequestId: "1", Credentials }));
      return;
    }
    const { accessKeyId, secret, token } = sessions.aws;
    answer.writeHead(200, { "content-type": "text/xml" }).end(
      `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><AssumedRoleId>A:b</AssumedRoleId><Arn>arn:aws:sts::111122223333:assumed-role/r/b</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey>
<SessionToken>${token}</SessionToken><Expiration>${end}</Expiration></Credentials>
</AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>`,
    );
  });
  return listen(server);
}
