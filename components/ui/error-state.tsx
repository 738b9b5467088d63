import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';

type Props = {
  title: string;
  /** What to do, or what still works. */
  text?: ReactNode | undefined;
  retryLabel: string;
  onRetry: () => void;
  retrying?: boolean | undefined;
  /** What to tell support, e.g. "Reference 4f2a", in figures of one width. */
  reference?: string | undefined;
};

/** A section that could not load, while the others work; announced, with Retry. */
export function ErrorState({ title, text, retryLabel, onRetry, retrying = false, reference }: Props) {
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-4 py-4 text-center">
      <CloudOff aria-hidden="true" className="mb-2 size-5 text-danger-text" />
      <p className="font-medium text-base">{title}</p>
      {text !== undefined && <p className="max-w-100 text-md text-text-muted">{text}</p>}
      <Button className="mt-4" loading={retrying} onClick={onRetry}>
        {retryLabel}
      </Button>
      {reference !== undefined && <p className="tabular mt-3 text-text-muted text-xs">{reference}</p>}
    </div>
  );
}
