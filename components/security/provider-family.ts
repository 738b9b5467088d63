/** What sort of thing keeps a passkey. */
export type ProviderFamily = 'securityKey' | 'computer' | 'manager' | 'other';

const FAMILIES: [ProviderFamily, RegExp][] = [
  ['securityKey', /yubikey|security key|titan|feitian|solokey|nitrokey|token2|trezor|ledger/i],
  ['computer', /windows hello|chrome on mac/i],
  ['manager', /./],
];

/** The family of a provider by its name, for an icon beside it; nobody's trademark is drawn. */
export function providerFamily(provider: string | null): ProviderFamily {
  if (provider === null) return 'other';
  return FAMILIES.find(([, names]) => names.test(provider))?.[0] ?? 'other';
}
