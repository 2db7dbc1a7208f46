import type { FuzzTarget } from './target.ts';

/** Where the targets are. Those of the view are type-checked with the DOM, apart from the others. */
const places = {
  sse: './targets/sse.ts',
  replies: './targets/replies.ts',
  frames: './targets/frames.ts',
  errors: './targets/errors.ts',
  history: './targets/history.ts',
  keys: './targets/keys.ts',
  settings: './targets/settings.ts',
  code: './targets/code.ts',
  texts: './targets/texts.ts',
  protocol: './targets/protocol.ts',
  markdown: './view/markdown.ts',
  panel: './view/panel.ts',
} as const;

export type TargetName = keyof typeof places;

export const targetNames = Object.keys(places) as readonly TargetName[];

export async function openTarget(name: TargetName): Promise<FuzzTarget> {
  const { target } = (await import(new URL(places[name], import.meta.url).href)) as { target: FuzzTarget };
  return target;
}
