const KEY = 'foyer.address';

/** Keeps the address that somebody typed for the next page of this tab, so that they need not type it again. */
export function rememberAddress(address: string) {
  sessionStorage.setItem(KEY, address);
}

/** The address typed last in this tab. */
export function knownAddress() {
  return sessionStorage.getItem(KEY) ?? undefined;
}
