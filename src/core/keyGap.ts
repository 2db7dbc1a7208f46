/** What stands in place of a key in a reply. Not three dots, which could pass for the model’s own. */
export const keyGap = '[API key]';
