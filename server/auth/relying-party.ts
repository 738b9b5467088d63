/** Who we are to browsers and authenticators (WebAuthn level 3 section 5.4.2): an origin, and its host name. */
export function relyingParty(appUrl: string) {
  const { hostname, origin } = new URL(appUrl);
  return { id: hostname, name: 'Foyer', origin };
}
