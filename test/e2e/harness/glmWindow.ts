import { before } from 'mocha';
import { startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';
import { useWindow } from './useWindow.ts';
import type { CodeWindow, WindowOptions } from './window.ts';

/** BigModel, for all windows of this process: its address is in their settings, so that they can be one window. */
export const glmServer = await startBigModelServer();

/**
 * A window that has a key for BigModel and asks {@link glmServer}, which has forgotten what it was told before. Tests that
 * need nothing else share it: no editor is open, and the panel shows a new chat, but the conversations of tests before
 * are in the history.
 *
 * @returns a function, because the window is there only when the tests run
 */
export function useGlmWindow({
  settings,
  shared = true,
  ...others
}: GlmWindowOptions = {}): () => CodeWindow {
  before('forgets', () => {
    glmServer.release();
    glmServer.reset();
  });
  return useWindow({
    ...others,
    shared,
    environment: { ZHIPUAI_API_KEY: testKeys.payAsYouGo },
    settings: {
      'hanlin.endpoints': { 'zhipu/bigmodel': glmServer.payAsYouGoBase },
      'hanlin.prompts': { poem: 'Write a poem about {input}.' },
      // Settings are files like others, not something over the rest of the window.
      'workbench.editor.useModal': 'off',
      // Its text is drawn as elements.
      'terminal.integrated.gpuAcceleration': 'off',
      ...settings,
    },
  });
}

type GlmWindowOptions = Pick<WindowOptions, 'settings' | 'shared' | 'viewport'>;
