import { element } from '../dom.ts';

/** How many sections are a chapter. */
const sectionsPerChapter = 24;

/**
 * Sections stand in chapters. While an answer grows, the browser looks in every frame at all that may be skipped when
 * it is out of sight: a chapter that is complete is skipped as one, and nothing in it is looked at.
 */
export interface Chapters {
  /** Puts a section behind all others; `index` is its place among all sections. */
  append(section: HTMLElement, index: number): void;
  /** Puts a section before all others, which come from the last to the first. */
  prepend(section: HTMLElement, index: number): void;
  remove(section: HTMLElement): void;
  /** The section will not change any more, and may be skipped out of sight. */
  settle(section: HTMLElement): void;
}

/** @param root what the chapters stand in */
export function createChapters(root: HTMLElement): Chapters {
  const chapters: (HTMLElement | undefined)[] = [];

  function chapterAt(index: number, add: (chapter: HTMLElement) => void): HTMLElement {
    const number = Math.floor(index / sectionsPerChapter);
    const chapter = chapters[number] ?? element('div', { class: 'chapter' });
    if (!chapters[number]) {
      chapters[number] = chapter;
      add(chapter);
    }
    return chapter;
  }

  return {
    append(section, index) {
      chapterAt(index, (chapter) => root.append(chapter)).append(section);
    },
    prepend(section, index) {
      chapterAt(index, (chapter) => root.prepend(chapter)).prepend(section);
    },
    remove(section) {
      const chapter = section.parentElement;
      section.remove();
      chapter?.classList.remove('complete');
      if (!chapter || chapter.childElementCount > 0) return;
      chapter.remove();
      chapters[chapters.indexOf(chapter)] = undefined;
    },
    settle(section) {
      section.classList.add('settled');
      const chapter = section.parentElement;
      if (!chapter || chapter.childElementCount < sectionsPerChapter) return;
      if ([...chapter.children].every((other) => other.classList.contains('settled')))
        chapter.classList.add('complete');
    },
  };
}
