import { type ComponentType, useEffect, useRef, useState } from 'react';
import { fetchCode } from '@/components/fetch-code';
import { type Refusal, refusalOf } from '@/components/refusal';
import type { PhotoEditorProps } from './photo-editor';
import type { Picture } from './read-picture';

interface Chosen {
  number: number;
  open: boolean;
  picture: Picture;
  /** Fetched with the first picture. */
  Editor: ComponentType<PhotoEditorProps>;
}

const fetchEditor = () =>
  fetchCode(() => Promise.all([import('./read-picture'), import('./photo-editor')] as const));

/** The picture that somebody chose, looked at before it is adjusted, and why it cannot be used. */
export function useChosenPicture() {
  const [chosen, setChosen] = useState<Chosen>();
  const [opening, setOpening] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const busy = useRef(false);
  const shown = useRef<Picture>(undefined);

  async function open(file: Blob) {
    if (busy.current) return;
    busy.current = true;
    setRefusal(undefined);
    setOpening(true);
    try {
      const [{ readPicture }, { PhotoEditor }] = await fetchEditor();
      const picture = await readPicture(file);
      setChosen((last) => ({ number: (last?.number ?? 0) + 1, open: true, picture, Editor: PhotoEditor }));
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      busy.current = false;
      setOpening(false);
    }
  }

  // The one before is given back once nothing shows it any more.
  const picture = chosen?.picture;
  useEffect(() => {
    if (shown.current && shown.current !== picture) URL.revokeObjectURL(shown.current.address);
    shown.current = picture;
  }, [picture]);

  return {
    chosen,
    opening,
    refusal,
    open,
    close: () => setChosen((now) => now && { ...now, open: false }),
  };
}
