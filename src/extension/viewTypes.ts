/** The panel in the side bar, as in package.json. */
export const chatViewId = 'hanlin.chat';
/** A conversation in an editor tab. */
export const chatEditorType = 'hanlin.conversation';
