import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Refusal } from '@/components/refusal';
import type { RefusalBanner } from './refusal-banner';
import type { Refused } from './send-form';
import type { AccessWords } from './words';

/** What a form does once it is sent; its code is fetched when the person begins to use the page. */
export interface AccessAction {
  schema: z.ZodType;
  /** Resolves when something else is about to be shown. */
  send(values: never): Promise<void>;
}

/** Sentences in place of those that the reasons have. */
export type Instead = Partial<Record<Refusal['reason'], ReactNode>>;

const NOTHING: Refused = { errors: {} };

/**
 * The state of a small form that is sent as a whole: checked by the server's own schema, sent once however often
 * it is pressed, errors beside their fields and the focus on the first. What was typed stays in the fields.
 * @param given.load fetches the action; the same function on each render
 */
export function useAccessForm(given: {
  load: () => Promise<AccessAction>;
  words: AccessWords;
  instead?: Instead;
}) {
  const { load, words, instead } = given;
  const [{ refusal, errors }, setRefused] = useState(NOTHING);
  const [sending, setSending] = useState(false);
  // Comes with the code that sends: before the first answer there is nothing to refuse.
  const [Banner, setBanner] = useState<typeof RefusalBanner>();
  const busy = useRef(false);
  const sent = useRef<HTMLFormElement>(null);

  useEffect(() => fetchOnFirstUse(() => Promise.all([load(), fetchCode()])), [load]);
  // Once the errors stand beside their fields, so that they are read out with the first of them.
  useEffect(() => {
    if (Object.keys(errors).length) sent.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [errors]);

  async function submit(event: SubmitEvent<HTMLFormElement>, extra: Record<string, unknown> = {}) {
    event.preventDefault();
    if (busy.current) return;
    busy.current = true;
    const form = event.currentTarget;
    sent.current = form;
    setRefused(({ errors: before }) => ({ errors: before }));
    setSending(true);
    const outcome = await attempt(form, extra).catch(
      (): Refused => ({ refusal: { reason: 'OFFLINE' }, errors: {} }),
    );
    if (!outcome) return;
    busy.current = false;
    setSending(false);
    setRefused(outcome);
  }

  async function attempt(form: HTMLFormElement, extra: Record<string, unknown>) {
    const [{ sendForm }, { RefusalBanner }] = await fetchCode();
    setBanner(() => RefusalBanner);
    return sendForm({ form, extra, load, words });
  }

  const refused =
    refusal &&
    (Banner ? <Banner refusal={refusal} words={words} instead={instead} /> : <Offline words={words} />);
  return { submit, sending, refusal, refused, errors };
}

/** For when even the code did not come that says what went wrong. */
export function Offline({ words }: { words: AccessWords }) {
  return (
    <p role="alert" className="text-danger-text text-md">
      {words.reasons.OFFLINE}
    </p>
  );
}

const fetchCode = () => Promise.all([import('./send-form'), import('./refusal-banner')]);

/** Fetches code with the first sign that somebody uses the page. @returns stops waiting for one */
export function fetchOnFirstUse(fetchIt: () => Promise<unknown>) {
  const gone = new AbortController();
  const use = () => {
    // A fetch that fails here is tried again when the code is needed.
    fetchIt().catch(() => undefined);
    gone.abort();
  };
  for (const sign of ['focusin', 'pointerdown', 'keydown']) {
    document.addEventListener(sign, use, { signal: gone.signal, passive: true });
  }
  return () => gone.abort();
}
