import { type DragEvent, useEffect, useEffectEvent, useState } from 'react';

/**
 * Images that are dragged onto a part of the page, or pasted anywhere on it where no text is being written.
 * @returns whether one is held over that part, and what makes it that part
 */
export function useImagesGiven(onImage: (file: File) => void) {
  const [over, setOver] = useState(false);
  const give = useEffectEvent(onImage);

  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const [file] = event.clipboardData?.files ?? [];
      if (!file || isWriting(event.target) || isAsking()) return;
      event.preventDefault();
      give(file);
    };
    // What is dropped beside it would otherwise take the place of the page, with all that is typed in it.
    const refuse = (event: globalThis.DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    };
    const gone = new AbortController();
    const { signal } = gone;
    document.addEventListener('paste', paste, { signal });
    document.addEventListener('dragover', refuse, { signal });
    document.addEventListener('drop', refuse, { signal });
    return () => gone.abort();
  }, []);

  const hold = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  return {
    over,
    handlers: {
      onDragEnter: hold,
      onDragOver: hold,
      onDragLeave: (event: DragEvent) => {
        // From one element within to the next it does not leave.
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
          setOver(false);
      },
      onDrop: (event: DragEvent) => {
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (!file) return;
        event.preventDefault();
        onImage(file);
      },
    },
  };
}

function isWriting(target: EventTarget | null) {
  return target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
}

/** Something stands over the page and wants an answer first. */
function isAsking() {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}
