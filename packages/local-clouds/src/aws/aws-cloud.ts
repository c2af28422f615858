import type { Answer, Cloud, CloudCall, CloudError, ReceivedRequest } from "../server/cloud.ts";
import type { AwsService } from "./aws-service.ts";

/** The services of AWS (or QKMS) at one endpoint, for every account and region. */
export class AwsCloud implements Cloud {
  readonly name: string;
  readonly quotas: Readonly<Record<string, number>>;
  readonly #kms: AwsService;
  readonly #others: readonly AwsService[];

  /** `kms` gets every request that is not for one of the others. */
  constructor(name: string, kms: AwsService, others: readonly AwsService[]) {
    this.name = name;
    this.#kms = kms;
    this.#others = others;
    this.quotas = Object.fromEntries([kms, ...others].flatMap(({ quotas }) => Object.entries(quotas)));
  }

  receive(request: ReceivedRequest): CloudCall {
    return this.#asked(request).receive(request);
  }

  quotaGroupOf(call: CloudCall): string | undefined {
    return this.#serving(call).quotaGroupOf(call);
  }

  execute(call: CloudCall): unknown {
    return this.#serving(call).execute(call);
  }

  answer(result: unknown, call: CloudCall, requestId: string): Answer {
    return this.#serving(call).answer(result, call, requestId);
  }

  answerError(error: CloudError, request: ReceivedRequest, requestId: string): Answer {
    return this.#asked(request).answerError(error, requestId);
  }

  throttled(call: CloudCall): CloudError {
    return this.#serving(call).throttled();
  }

  fault(call: CloudCall, status: 500 | 503): CloudError {
    return this.#serving(call).fault(call, status);
  }

  #asked(request: ReceivedRequest): AwsService {
    if (this.#kms.isAsked(request)) return this.#kms;
    return this.#others.find((service) => service.isAsked(request)) ?? this.#kms;
  }

  #serving({ service }: CloudCall): AwsService {
    if (service === undefined) return this.#kms;
    return this.#others.find(({ name }) => name === service) ?? this.#kms;
  }
}
