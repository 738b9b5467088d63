import { type ReactNode, useRef, useState } from 'react';
import type { NoPasskey } from './passkey-ceremony';
import { Offline } from './use-access-form';
import type { AccessWords } from './words';

/** What is said when nothing came of a passkey, though the server refused nothing. */
export type PasskeySentences = Record<Extract<NoPasskey, string>, string>;

/**
 * The state of a ceremony with a passkey, one at a time, and what is to be said when nothing came of it.
 * @param given.load fetches the code, which nobody needs before
 */
export function usePasskey<Code>(given: {
  load: () => Promise<Code>;
  sentences: PasskeySentences;
  words: AccessWords;
}) {
  const { load, sentences, words } = given;
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState<ReactNode>();
  const busy = useRef(false);

  async function ask(ceremony: (code: Code) => Promise<NoPasskey | undefined>) {
    if (busy.current) return;
    busy.current = true;
    setAsking(true);
    setTold(undefined);
    const said = await attempt(ceremony).catch(() => <Offline words={words} />);
    if (!said) return;
    busy.current = false;
    setAsking(false);
    setTold(said);
  }

  async function attempt(ceremony: (code: Code) => Promise<NoPasskey | undefined>) {
    const [code, { NoPasskeyBanner }] = await Promise.all([load(), import('./no-passkey-banner')]);
    const outcome = await ceremony(code);
    return outcome && <NoPasskeyBanner outcome={outcome} sentences={sentences} words={words} />;
  }

  return { asking, told, ask };
}
