import type { ServiceContext } from "../service/context.ts";
import { makeCertificate } from "../service/make.ts";
import { named, tagScene, type AlibabaTags, type AlibabaTagScene } from "./tag-scene.ts";

/** As `AlibabaKeys`, for certificates. */
export interface AlibabaCertificates extends AlibabaTagScene {
  /** Creates a certificate. */
  create(tags?: AlibabaTags): { readonly certificateId: string; readonly arn: string };
  /** Removes a certificate. */
  remove(certificate: string): void;
  /** All certificates, oldest first. */
  list(): { readonly certificateId: string; readonly arn: string }[];
}

export function certificateScene(context: ServiceContext): AlibabaCertificates {
  return {
    ...tagScene(context.certificates),
    create: (tags = {}) => {
      const { id, arn } = makeCertificate(context, new Map(Object.entries(tags)));
      return { certificateId: id, arn };
    },
    remove: (certificate) => {
      context.certificates.removeAll(new Set([named(context.certificates, certificate)]));
    },
    list: () => context.certificates.inOrder.map(({ id, arn }) => ({ certificateId: id, arn })),
  };
}
