import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SkipLink } from '@/components/ui/skip-link';
import { ActionSamples } from './action-samples';
import { DataSamples } from './data-samples';
import { inDevelopment } from './development';
import { FieldSamples } from './field-samples';
import { OverlaySamples } from './overlay-samples';
import { SettingSamples } from './setting-samples';
import { StateSamples } from './state-samples';
import { ThemeSamples } from './theme-samples';
import { TokenSamples } from './token-samples';

export const metadata: Metadata = { title: 'Components' };

/** Every component in every state, to look at while working on them. */
export default function ComponentsPage() {
  if (!inDevelopment) notFound();
  return (
    <>
      <SkipLink href="#main">Skip to content</SkipLink>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto flex max-w-settings flex-col gap-12 px-4 py-10 sm:px-6"
      >
        <div className="flex flex-wrap items-end justify-between gap-4">
          <div>
            <h1>Components</h1>
            <p className="text-text-muted">Everything the pages are made of, in each of its states.</p>
          </div>
          <ThemeSamples />
        </div>
        <TokenSamples />
        <ActionSamples />
        <FieldSamples />
        <SettingSamples />
        <OverlaySamples />
        <DataSamples />
        <StateSamples />
      </main>
    </>
  );
}
