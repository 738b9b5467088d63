import { cn } from '@/components/ui/cn';

/** What moderators wrote to somebody, line by line as they did. */
export function Quoted({ words, className }: { words: string; className?: string }) {
  return (
    <blockquote className={cn('border-s-2 ps-3', className)}>
      <bdi dir="auto" className="wrap-anywhere readable block whitespace-pre-wrap">
        {words}
      </bdi>
    </blockquote>
  );
}
