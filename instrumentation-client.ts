/**
 * The content security policy lets no string become a script address unless this policy says so. Next loads its
 * own chunks by address, from our own origin, and the worker that takes pushes is registered by one; nothing else may.
 */
interface TrustedTypePolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): unknown;
}

// zod compiles schemas with `new Function`, which the policy of the pages forbids. Every copy of it looks here.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const { trustedTypes } = window as { trustedTypes?: TrustedTypePolicyFactory };

trustedTypes?.createPolicy('default', {
  createScriptURL(address) {
    const url = new URL(address, window.location.href);
    const isOurs = url.pathname.startsWith('/_next/static/') || url.pathname === '/sw.js';
    if (url.origin === window.location.origin && isOurs) return address;
    throw new TypeError('This script is not part of Foyer.');
  },
});
