import { RefusalError } from './refusal';

/** Code that is fetched when it is needed. @throws RefusalError OFFLINE, since that is why it would not come */
export function fetchCode<Code>(load: () => Promise<Code>): Promise<Code> {
  return load().catch(() => {
    throw new RefusalError({ reason: 'OFFLINE' });
  });
}
