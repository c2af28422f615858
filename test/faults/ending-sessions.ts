import type { Draw } from "./seeded-resources.ts";
import type { World } from "./seeded-world.ts";

/** The share of seeds, for each cloud, whose sessions end during a run. */
const SHARE = 0.4;
/** After this many sessions, one that does not end is issued. */
const MOST_SESSIONS = 8;

/**
 * Gives the parts of a run sessions that end after some calls. Separate random numbers leave the rest of a seed
 * unchanged.
 */
export class EndingSessions {
  readonly #world: World;
  readonly #draw: Draw;
  readonly #clouds: { readonly aws: boolean; readonly alibaba: boolean; readonly tencent: boolean };
  #given = 0;

  constructor(world: World, draw: Draw) {
    this.#world = world;
    this.#draw = draw;
    this.#clouds = { aws: draw() < SHARE, alibaba: draw() < SHARE, tencent: draw() < SHARE };
  }

  /** Sessions that were issued after the first of each cloud. */
  get renewals(): number {
    return this.#given - 1;
  }

  /** Variables of the environment with a new session of each such cloud. */
  renew(): Readonly<Record<string, string>> {
    this.#given += 1;
    const { aws, alibaba, tencent } = this.#world.clouds;
    const id = `session-${this.#given}`;
    if (this.#clouds.aws)
      aws.addCredentials({ accessKeyId: id, secretAccessKey: "s", sessionToken: "t", ...this.#end() });
    if (this.#clouds.alibaba)
      alibaba.addCredentials({ accessKeyId: id, accessKeySecret: "s", securityToken: "t", ...this.#end() });
    if (this.#clouds.tencent) tencent.addCredentials({ secretId: id, secretKey: "s", token: "t", ...this.#end() });
    return {
      ...(this.#clouds.aws && { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" }),
      ...(this.#clouds.alibaba && {
        ALIBABA_CLOUD_ACCESS_KEY_ID: id,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s",
        ALIBABA_CLOUD_SECURITY_TOKEN: "t",
      }),
      ...(this.#clouds.tencent && {
        TENCENTCLOUD_SECRET_ID: id,
        TENCENTCLOUD_SECRET_KEY: "s",
        TENCENTCLOUD_SESSION_TOKEN: "t",
      }),
    };
  }

  #end(): { readonly expiresAfterCalls?: number } {
    return this.#given > MOST_SESSIONS ? {} : { expiresAfterCalls: 3 + Math.floor(this.#draw() * 25) };
  }
}
