import { type DroppedData, isAttachable, readDroppedData } from './droppedData.ts';

/** Lets things be dropped on an element, which has the class `dropping` while something to attach is over it. */
export function makeDropZone(zone: HTMLElement, onDrop: (data: DroppedData) => void): void {
  function onDrag(event: DragEvent): void {
    if (!isAttachable(event.dataTransfer)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    zone.classList.add('dropping');
  }

  zone.addEventListener('dragenter', onDrag);
  zone.addEventListener('dragover', onDrag);
  zone.addEventListener('dragleave', (event) => {
    // Leaving one of its children for another is not leaving.
    const to = event.relatedTarget instanceof Node ? event.relatedTarget : null;
    if (!zone.contains(to)) zone.classList.remove('dropping');
  });
  zone.addEventListener('drop', (event) => {
    zone.classList.remove('dropping');
    if (!event.dataTransfer || !isAttachable(event.dataTransfer)) return;
    event.preventDefault();
    onDrop(readDroppedData(event.dataTransfer));
  });
}
