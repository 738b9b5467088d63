'use client';

import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { Samples } from './sample';

/** Loading, empty, failed, and lines that concern a whole page. */
export function StateSamples() {
  const [retrying, setRetrying] = useState(false);
  return (
    <Samples title="States">
      <Banner>This is a demo: mail goes to the outbox.</Banner>
      <Banner tone="success">Your e-mail address is confirmed.</Banner>
      <Banner tone="warning" action={<Button size="sm">Keep my account</Button>}>
        Your account will be deleted on 6 December 2026, 14:05.
      </Banner>
      <Banner tone="danger" role="status">
        You are offline. What you typed stays here.
      </Banner>
      <Skeleton className="h-6 w-48" />
      <Card title="Sessions">
        <SkeletonRows label="Loading sessions" />
      </Card>
      <Card title="Notifications">
        <EmptyState
          icon={<Inbox />}
          title="Nothing new"
          text="What people send you, and what happens to your account, shows up here."
          action={<Button>Choose what to hear about</Button>}
        />
      </Card>
      <Card title="Connected apps">
        <ErrorState
          title="The list of apps did not load"
          text="Everything else on this page works."
          retryLabel="Try again"
          retrying={retrying}
          onRetry={() => setRetrying(true)}
          reference="Reference 7f3a-91c2"
        />
      </Card>
      <VisuallyHidden>The end of the page of components.</VisuallyHidden>
    </Samples>
  );
}
