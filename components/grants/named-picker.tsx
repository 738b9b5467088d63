'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import { isolate } from '@/components/isolate';
import { useTRPC } from '@/components/query-provider';
import { refusalOf } from '@/components/refusal';
import { Button } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field-error';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { NamedKind } from '@/server/roles/grant-inputs';
import type { Named } from '@/server/roles/named';
import { useNamedWords } from './use-named-words';

interface Props {
  label: string;
  hint?: string;
  kinds: readonly NamedKind[];
  chosen: readonly Named[];
  onChange: (chosen: Named[]) => void;
  error?: string | undefined;
  /** One at most: another takes its place. */
  single?: boolean;
}

/** Somebody who types does not want an answer to each letter. */
const PAUSE = 200;

/** Looks people, roles, groups, apps and cases up by name, and keeps those that are chosen; by arrows and Enter, or by a press. */
export function NamedPicker({ label, hint, kinds, chosen, onChange, error, single = false }: Props) {
  const t = useTranslations('grants');
  const { nameOf, detailOf } = useNamedWords();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  const found = useFound({ text, kinds, wanted: open });
  const offered = (found.data ?? []).filter((one) => !chosen.some((other) => other.id === one.id));

  const toInput = () => root.current?.querySelector('input')?.focus();
  function choose(one: Named) {
    onChange(single ? [one] : [...chosen, one]);
    setSaid(t('chosenNamed', { name: isolate(nameOf(one)) }));
    setText('');
    setOpen(false);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens for the focus to leave.
    <div
      ref={root}
      className="flex min-w-0 flex-col gap-1.5"
      onBlur={({ currentTarget, relatedTarget }) => !currentTarget.contains(relatedTarget) && setOpen(false)}
    >
      <span aria-hidden="true" className="font-medium text-md">
        {label}
      </span>
      {chosen.length > 0 && (
        <ul aria-label={t('chosen', { label })} className="flex flex-wrap gap-2">
          {chosen.map((one) => (
            <li key={one.id} className="min-w-0">
              <Button
                size="sm"
                className="max-w-full"
                aria-label={t('unchoose', { name: isolate(nameOf(one)) })}
                onClick={() => {
                  onChange(chosen.filter((other) => other.id !== one.id));
                  toInput();
                }}
              >
                <bdi className="truncate">{nameOf(one)}</bdi>
                <span className="truncate font-normal text-text-muted">{detailOf(one)}</span>
                <X aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Command label={label} shouldFilter={false} loop className="flex flex-col gap-1">
        <Command.Input
          value={text}
          onValueChange={(value) => {
            setText(value);
            setOpen(true);
          }}
          onFocus={() => setOpen(kinds.includes('role'))}
          aria-invalid={error ? true : undefined}
          aria-describedby={
            [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
          }
          placeholder={t('searchPlaceholder')}
          className="min-h-9 w-full rounded-md border border-border-strong bg-surface px-3 text-md placeholder:text-text-muted focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger pointer-coarse:min-h-11 pointer-coarse:text-lg"
        />
        {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
        {hint && (
          <p id={`${id}-hint`} className="text-sm text-text-muted">
            {hint}
          </p>
        )}
        <Answer found={found} isEmpty={offered.length === 0} shown={open && text.trim() !== ''} />
        <Command.List
          label={label}
          className={
            open && offered.length > 0
              ? 'max-h-56 overflow-y-auto rounded-md border bg-surface-raised p-1'
              : undefined
          }
        >
          {open &&
            offered.map((one) => (
              <Command.Item
                key={one.id}
                value={one.id}
                onSelect={() => choose(one)}
                className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-2 rounded-sm px-3 text-md pointer-coarse:min-h-11 data-[selected=true]:bg-surface-hover"
              >
                <bdi className="wrap-anywhere">{nameOf(one)}</bdi>
                <span className="wrap-anywhere text-sm text-text-muted">{detailOf(one)}</span>
              </Command.Item>
            ))}
        </Command.List>
      </Command>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}

/** What there is to say when there is nothing to choose from. */
function Answer({
  found,
  isEmpty,
  shown,
}: {
  found: { isError: boolean; isSuccess: boolean; isPlaceholderData: boolean; error: unknown };
  isEmpty: boolean;
  shown: boolean;
}) {
  const t = useTranslations('grants');
  const words = useRefusalWords();
  const isNothing = found.isSuccess && !found.isPlaceholderData && isEmpty;
  return (
    <p
      role="status"
      className={shown && (found.isError || isNothing) ? 'text-sm text-text-muted' : 'sr-only'}
    >
      {shown && found.isError && words(refusalOf(found.error))}
      {shown && isNothing && t('nothingFound')}
    </p>
  );
}

function useFound({ text, kinds, wanted }: { text: string; kinds: readonly NamedKind[]; wanted: boolean }) {
  const api = useTRPC();
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim().slice(0, 100)), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return useQuery({
    ...api.roles.grants.search.queryOptions({ text: asked, kinds: [...kinds] }),
    enabled: wanted,
    placeholderData: keepPreviousData,
  });
}
