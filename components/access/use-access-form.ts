import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Refusal } from '@/components/refusal';
import type { Problem } from '@/server/text/rules';
import type { RefusalBanner } from './refusal-banner';

/** What a form does once it is sent; its code is fetched when the person begins to use the page. */
export interface AccessAction {
  schema: z.ZodType;
  send(values: never): Promise<void>;
}

/**
 * The state of a small form that is sent as a whole: checked by the server's own schema, sent once however often
 * it is pressed, errors beside their fields and the focus on the first. What was typed stays in the fields.
 * @param load fetches the action; the same function on each render
 */
export function useAccessForm(load: () => Promise<AccessAction>) {
  const [problems, setProblems] = useState<Record<string, Problem>>({});
  const [refusal, setRefusal] = useState<Refusal>();
  const [sending, setSending] = useState(false);
  // Comes with the code that sends: before the first answer there is nothing to refuse.
  const [Refused, setRefused] = useState<typeof RefusalBanner>();
  const busy = useRef(false);
  const sent = useRef<HTMLFormElement>(null);

  useEffect(() => fetchOnFirstUse(load), [load]);
  // Once the errors stand beside their fields, so that they are read out with the first of them.
  useEffect(() => {
    if (Object.keys(problems).length) sent.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [problems]);

  async function submit(event: SubmitEvent<HTMLFormElement>, extra: Record<string, unknown> = {}) {
    event.preventDefault();
    if (busy.current) return;
    busy.current = true;
    const form = event.currentTarget;
    sent.current = form;
    setRefusal(undefined);
    setSending(true);
    const outcome = await attempt(form, extra).catch((): Refusal => ({ reason: 'OFFLINE' }));
    if (!outcome) return;
    busy.current = false;
    setSending(false);
    setProblems(outcome.problems ?? {});
    if (!outcome.problems) setRefusal(outcome);
  }

  async function attempt(form: HTMLFormElement, extra: Record<string, unknown>) {
    const [{ sendForm }, { RefusalBanner }] = await fetchCode();
    setRefused(() => RefusalBanner);
    return sendForm({ form, extra, load });
  }

  return { submit, sending, refusal, Refused, problems };
}

const fetchCode = () => Promise.all([import('./send-form'), import('./refusal-banner')]);

function fetchOnFirstUse(load: () => Promise<unknown>) {
  const gone = new AbortController();
  const fetchIt = () => {
    // A fetch that fails here is tried again when the form is sent.
    Promise.all([load(), fetchCode()]).catch(() => undefined);
    gone.abort();
  };
  for (const sign of ['focusin', 'pointerdown', 'keydown']) {
    document.addEventListener(sign, fetchIt, { signal: gone.signal, passive: true });
  }
  return () => gone.abort();
}
