'use client';

import { useState } from 'react';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Sheet } from '@/components/ui/sheet';
import { showToast } from '@/components/ui/toast';
import { Toaster } from '@/components/ui/toaster';
import { Sample, Samples } from './sample';

/** What lies over the page. */
export function OverlaySamples() {
  const [open, setOpen] = useState<'dialog' | 'question' | 'danger' | 'sheet' | 'bottom'>();
  const shown = (which: typeof open) => ({
    open: open === which,
    onOpenChange: (next: boolean) => setOpen(next ? which : undefined),
  });
  const close = () => setOpen(undefined);
  return (
    <Samples title="Overlays">
      <Sample title="Dialogs">
        <Button onClick={() => setOpen('dialog')}>Add a passkey</Button>
        <Button onClick={() => setOpen('question')}>Sign out elsewhere</Button>
        <Button onClick={() => setOpen('danger')}>Delete account</Button>
        <Button onClick={() => setOpen('sheet')}>Sheet</Button>
        <Button onClick={() => setOpen('bottom')}>Sheet from below</Button>
      </Sample>
      <ToastSamples />
      <Toaster label="Messages" closeLabel="Close message" />
      <Dialog
        {...shown('dialog')}
        title="Add a passkey"
        description="Give it a name that tells you later where it is."
        closeLabel="Close"
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" onClick={close}>
              Go on
            </Button>
          </>
        }
      >
        <Field label="Name of the passkey">
          <Input defaultValue="Laptop" />
        </Field>
      </Dialog>
      <AlertDialog
        {...shown('question')}
        title="Sign out on 3 other devices?"
        description="They have to sign in again. This device stays signed in."
        cancelLabel="Stay signed in"
        confirmLabel="Sign out elsewhere"
        onConfirm={close}
      />
      <AlertDialog
        {...shown('danger')}
        tone="danger"
        title="Delete your account on 6 December?"
        description="Your profile disappears now. On 6 December 2026, 14:05 your 214 posts and 3 apps go for good."
        cancelLabel="Keep my account"
        confirmLabel="Delete my account"
        onConfirm={close}
      />
      <Sheet {...shown('sheet')} title="Settings" closeLabel="Close">
        <nav aria-label="Settings">Profile, Privacy, Notifications</nav>
      </Sheet>
      <Sheet {...shown('bottom')} side="bottom" title="Filters" closeLabel="Close">
        <p>Suspended, new, reported</p>
      </Sheet>
    </Samples>
  );
}

function ToastSamples() {
  const undo = { label: 'Undo', onAction: () => undefined };
  return (
    <Sample title="Messages">
      <Button onClick={() => void showToast({ text: 'Copied' })}>Plain</Button>
      <Button onClick={() => void showToast({ tone: 'success', text: 'Profile saved' })}>Saved</Button>
      <Button onClick={() => void showToast({ text: 'Weekly summary is off', action: undo })}>
        With Undo
      </Button>
      <Button
        onClick={() =>
          void showToast({
            tone: 'danger',
            text: 'Not saved',
            description: 'You are offline. Your text is still here.',
          })
        }
      >
        Failed
      </Button>
    </Sample>
  );
}
