'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useId, useState } from 'react';
import { RefusalNote } from '@/components/settings/refusal-note';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Progress } from '@/components/ui/progress';
import { AltField as AltRule } from '@/server/photos/inputs';
import type { PhotoView } from '@/server/photos/rules';
import { problemNamed } from '@/server/text/rules';
import { AltField } from './alt-field';
import { CropControls } from './crop-controls';
import { CropStage } from './crop-stage';
import { CENTRED, cropOf, middleOf } from './framing';
import type { Picture } from './read-picture';
import type { Found } from './use-photo-changes';
import { useUpload } from './use-upload';

export interface PhotoEditorProps {
  picture: Picture;
  open: boolean;
  onClose: () => void;
  onSaved: (photo: PhotoView, found: Found) => void;
  finalFocus: () => HTMLElement | null;
}

/** Which part of a picture becomes the photo, what it shows, and its way to the server. */
export function PhotoEditor({ picture, open, onClose, onSaved, finalFocus }: PhotoEditorProps) {
  const t = useTranslations('photo');
  const common = useTranslations('common');
  const problems = useTranslations('problems');
  const formId = useId();
  const { size } = picture;
  const [framing, setFraming] = useState(CENTRED);
  const [altError, setAltError] = useState('');
  const [cancelled, setCancelled] = useState(false);
  const upload = useUpload();
  const sending = upload.percent !== undefined;

  async function save(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    // Not to the form around it: React hands events of a dialog on to where the dialog was written.
    event.stopPropagation();
    if (sending) return;
    setCancelled(false);
    const alt = AltRule.safeParse(new FormData(event.currentTarget).get('alt'));
    setAltError(alt.success ? '' : problems(problemNamed(alt.error.issues[0]?.message ?? '')));
    if (!alt.success) return event.currentTarget.querySelector<HTMLElement>('[name=alt]')?.focus();
    const answer = await upload.send(picture.file, { crop: cropOf(framing, size), alt: alt.data });
    if (answer) onSaved(answer.photo, answer.removed);
  }

  function cancel() {
    upload.cancel();
    setCancelled(true);
  }

  const rounded = (value: number) => Math.round(value);
  const { left, top } = middleOf(framing, size);
  const position = t('position', {
    left: rounded(left),
    top: rounded(top),
    zoom: rounded(framing.zoom),
    rotation: rounded(framing.rotation),
  });

  return (
    <Dialog
      open={open}
      onOpenChange={(stay) => {
        if (stay) return;
        if (sending) cancel();
        onClose();
      }}
      title={t('editor')}
      description={t('editorText')}
      closeLabel={common('close')}
      size="lg"
      finalFocus={finalFocus}
      footer={
        <>
          <div className="flex w-full flex-col gap-3 pb-1 empty:hidden">
            <RefusalNote refusal={upload.refusal} />
            {sending && (
              <Progress
                label={t(upload.percent === 100 ? 'preparing' : 'uploading')}
                value={upload.percent ?? 0}
                text={t('percent', { value: Math.round(upload.percent ?? 0) })}
              />
            )}
          </div>
          <p role="status" className="me-auto self-center text-md text-text-muted empty:hidden">
            {cancelled && !sending && t('cancelled')}
          </p>
          <Button onClick={sending ? cancel : onClose}>
            {sending ? t('cancelUpload') : common('cancel')}
          </Button>
          <Button type="submit" form={formId} variant="primary" loading={sending}>
            {t(upload.refusal ? 'tryAgain' : 'saveNew')}
          </Button>
        </>
      }
    >
      <div data-unsaved="true" className="flex flex-col gap-5">
        <div inert={sending} className="grid gap-5 sm:grid-cols-2">
          <CropStage picture={picture} framing={framing} onChange={setFraming} />
          <CropControls size={size} framing={framing} onChange={setFraming} />
        </div>
        <p role="status" className="sr-only">
          {position}
        </p>
        <form id={formId} method="post" noValidate onSubmit={save}>
          <AltField error={altError} readOnly={sending} />
        </form>
      </div>
    </Dialog>
  );
}
