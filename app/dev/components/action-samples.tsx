'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Breadcrumbs } from '@/components/ui/breadcrumbs';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { Link } from '@/components/ui/link';
import { Spinner } from '@/components/ui/spinner';
import { OutsideLink, TextLink } from '@/components/ui/text-link';
import { Tooltip } from '@/components/ui/tooltip';
import { Sample, Samples } from './sample';

/** Buttons, links, tooltips. */
export function ActionSamples() {
  const [loading, setLoading] = useState(false);
  return (
    <Samples title="Actions">
      <Sample title="Button">
        <Button variant="primary">Save changes</Button>
        <Button>Edit</Button>
        <Button variant="ghost">Cancel</Button>
        <Button variant="danger">Delete my account</Button>
      </Sample>
      <Sample title="Small, icon">
        <Button size="sm">Revoke</Button>
        <Button size="sm" variant="ghost">
          <Plus aria-hidden="true" />
          Add a filter
        </Button>
        <Tooltip text="Removes the draft. You can undo this.">
          <Button size="icon" variant="ghost" aria-label="Remove draft">
            <Trash2 aria-hidden="true" />
          </Button>
        </Tooltip>
      </Sample>
      <Sample title="Loading, disabled">
        <Button variant="primary" loading={loading} onClick={() => setLoading(true)}>
          Press to load
        </Button>
        <Button variant="primary" loading>
          Save changes
        </Button>
        <Button loading>Export</Button>
        <Button variant="primary" disabled>
          Save changes
        </Button>
        <Button disabled>Edit</Button>
      </Sample>
      <Sample title="As a link">
        <Button render={<Link href="/" />} variant="primary">
          Create an account
        </Button>
        <TextLink href="/">Forgot your password?</TextLink>
        <OutsideLink href="https://example.test" newTabLabel="(opens in a new tab)">
          Guide
        </OutsideLink>
      </Sample>
      <Sample title="Breadcrumbs">
        <Breadcrumbs
          label="Breadcrumbs"
          items={[
            { label: 'Admin', href: '/admin' },
            { label: 'People', href: '/admin/users' },
            { label: 'Maya Okafor' },
          ]}
        />
      </Sample>
      <Sample title="Keys, spinner">
        <Kbd>Ctrl</Kbd>
        <Kbd>K</Kbd>
        <Kbd>?</Kbd>
        <Spinner />
      </Sample>
    </Samples>
  );
}
