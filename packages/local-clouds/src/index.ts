export { startLocalClouds, type LocalClouds, type LocalCloudsOptions } from "./start-local-clouds.ts";
export type { AwsKeyName, AwsKeys, AwsKeyScene, AwsKeyTruth } from "./aws/aws-scene.ts";
export type { AccountControls } from "./account-controls.ts";
export type { AlibabaAccountScene, AlibabaRoleScene } from "./alibaba/accounts/account-scene.ts";
export type { AwsAccountScene, AwsAccountState, AwsRoleScene } from "./aws/accounts/account-scene.ts";
export type { AwsRegionStatus } from "./aws/accounts/region-status.ts";
export { localAwsCredentials, type AwsOptions, type LocalAws } from "./local-aws.ts";
export type { Principal } from "./principal.ts";
export type { AwsCredentials } from "./aws/protocol/credential-store.ts";
export type { AwsCertificateName, AwsCertificates, AwsCertificateScene } from "./aws/acm/aws-certificates.ts";
export type { CertificateSettings } from "./aws/acm/certificate-settings.ts";
export type { CertificateStatus, CertificateType, KeyAlgorithm, KeyPairOrigin } from "./aws/acm/state/certificate.ts";
export type { AwsSecretName, AwsSecrets, AwsSecretScene, AwsSecretTruth } from "./aws/secrets-manager/aws-secrets.ts";
export type { SecretSettings } from "./aws/secrets-manager/secret-settings.ts";
export { awsDefaultSettings, qkmsDefaultSettings, type AwsSettings } from "./aws/settings.ts";
export type { AlibabaCredentials } from "./alibaba/protocol/credentials.ts";
export type {
  AlibabaCertificates,
  AlibabaKeyName,
  AlibabaKeys,
  AlibabaKeyScene,
  AlibabaKeyTruth,
  AlibabaSecretName,
  AlibabaSecretTruth,
  AlibabaSecrets,
  AlibabaTags,
  AlibabaTagScene,
} from "./alibaba/scene.ts";
export { defaultAlibabaSettings, type AlibabaSettings } from "./alibaba/settings.ts";
export { localAlibabaCredentials, type AlibabaOptions, type AlibabaScene, type LocalAlibaba } from "./local-alibaba.ts";
export type { TencentAccountScene, TencentRoleScene } from "./tencent/accounts/account-scene.ts";
export type { TencentCredentials } from "./tencent/protocol/credentials.ts";
export type { TencentKeyName, TencentKeys, TencentKeyScene, TencentKeyTruth } from "./tencent/scene/key-scene.ts";
export type { TencentSecretName, TencentSecrets } from "./tencent/scene/secret-scene.ts";
export type { TencentTaggingFailure, TencentTags, TencentTagScene } from "./tencent/scene/tag-scene.ts";
export { defaultTencentSettings, type TencentSettings } from "./tencent/settings.ts";
export type { TencentScene } from "./tencent/tencent-cloud.ts";
export { localTencentCredentials, type LocalTencent, type TencentOptions } from "./local-tencent.ts";
export type { CloudOptions } from "./cloud-options.ts";
export type { CloudControls } from "./local-cloud.ts";
export type { AlibabaSeed, AwsSeed, SeedFile, TencentSeed } from "./seed.ts";
export { systemClock, type Clock } from "./server/clock.ts";
export type { InterceptedCall } from "./server/interventions.ts";
export type { Answer } from "./server/cloud.ts";
export type { Fault, FaultKind, Faults } from "./server/faults.ts";
export type { Quotas, QuotaSetting } from "./server/quotas.ts";
export type { RequestLog, RequestLogEntry } from "./server/request-log.ts";
export type { SimulatedKey, SimulatedKeys } from "./simulated-keys.ts";
export type { TagLengths } from "./aws/protocol/parameters.ts";
export type { Consistency } from "./state/versioned.ts";
