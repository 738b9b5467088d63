import type { Provider } from '@/server/auth/connections';

/** What the providers call themselves, in every language. */
export const PROVIDER_NAMES: Record<Provider, string> = { github: 'GitHub', google: 'Google' };
