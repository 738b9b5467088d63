'use client';

import { useTranslations } from 'next-intl';
import { type ChangeEvent, type DragEvent, type SubmitEvent, useEffect, useRef, useState } from 'react';
import { fetchCode } from '@/components/fetch-code';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import type { ReceiptDocument } from '@/server/leaving/catalog';
import { LocalMoment } from './local-moment';
import { ReceiptKinds } from './receipt-kinds';

interface Verdict {
  genuine: boolean;
  says: ReceiptDocument | undefined;
}

/** Characters; more than any receipt has. */
const MOST = 250_000;

/** Takes a receipt, pasted, dropped or chosen, and tells whether it is genuine, and then what it says. */
export function VerifyReceipt() {
  const t = useTranslations('receipt');
  const field = useRef<HTMLTextAreaElement>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  /** What stands in the field at this moment, also while an answer about what stood there is on its way. */
  const standing = useRef('');
  const [problem, setProblem] = useState<'notAReceipt' | 'tooLarge'>();
  const [isOver, setOver] = useState(false);
  const [checking, setChecking] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [verdict, setVerdict] = useState<Verdict>();
  useEffect(() => {
    if (verdict) outcome.current?.focus();
  }, [verdict]);

  function take(given: string) {
    setText(given);
    standing.current = given;
    setProblem(undefined);
    setVerdict(undefined);
  }

  async function takeFile(given: File | undefined) {
    if (!given) return;
    if (given.size > MOST) return setProblem('tooLarge');
    take(await given.text());
    field.current?.focus();
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) void takeFile(dropped);
    else take(event.dataTransfer.getData('text/plain'));
  }

  function choose(event: ChangeEvent<HTMLInputElement>) {
    void takeFile(event.target.files?.[0]);
    // So that the same file can be chosen again after it was changed.
    event.target.value = '';
  }

  async function check(event: SubmitEvent) {
    event.preventDefault();
    if (checking) return;
    setRefusal(undefined);
    setVerdict(undefined);
    setChecking(true);
    try {
      const { readDocument, readFile } = await fetchCode(() => import('./receipt-document'));
      const receipt = readFile(text);
      if (!receipt) {
        setProblem('notAReceipt');
        field.current?.focus();
        return;
      }
      const trpc = await fetchTrpc();
      const { genuine } = await trpc.account.verifyReceipt.mutate(receipt);
      if (standing.current !== text) return;
      setVerdict({ genuine, says: genuine ? readDocument(receipt.document) : undefined });
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setChecking(false);
    }
  }

  return (
    <div className="flex flex-col gap-6">
      <form method="post" noValidate onSubmit={check} className="flex flex-col gap-4">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: what is dropped can as well be pasted or chosen. */}
        <div
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={cn('rounded-md', isOver && 'outline-2 outline-accent outline-dashed outline-offset-4')}
        >
          <Field
            label={t('document')}
            description={isOver ? t('dropHere') : t('documentHint')}
            error={problem && t(problem)}
          >
            <Textarea
              ref={field}
              rows={8}
              value={text}
              spellCheck={false}
              autoComplete="off"
              data-unsaved="false"
              onChange={(event) => take(event.target.value)}
              className="font-mono text-sm"
            />
          </Field>
        </div>
        <RefusalNote refusal={refusal} />
        <div className="flex flex-wrap justify-between gap-3">
          <Button onClick={() => file.current?.click()}>{t('choose')}</Button>
          <input ref={file} type="file" accept="application/json,.json" hidden onChange={choose} />
          <Button type="submit" variant="primary" loading={checking}>
            {t('check')}
          </Button>
        </div>
      </form>
      {verdict && (
        <section ref={outcome} tabIndex={-1} className="flex flex-col gap-6 outline-none">
          <Banner tone={verdict.genuine ? 'success' : 'danger'}>
            <p className="font-medium">{t(verdict.genuine ? 'genuine' : 'forged')}</p>
            <p>{t(verdict.genuine ? 'genuineText' : 'forgedText')}</p>
          </Banner>
          {verdict.says && (
            <div>
              <h2 className="mb-3">{t('says')}</h2>
              <p className="mb-3 text-md">
                {t('erasedOn')} <LocalMoment at={verdict.says.erasedAt} />
              </p>
              <ReceiptKinds data={verdict.says.data} />
            </div>
          )}
        </section>
      )}
    </div>
  );
}
