/** The commands that package.json contributes. A test holds the two against each other. */
export const commandIds = {
  attachSelection: 'hanlin.attachSelection',
  chooseModel: 'hanlin.chooseModel',
  explainSelection: 'hanlin.explainSelection',
  focusChat: 'hanlin.focusChat',
  manageKeys: 'hanlin.manageKeys',
  newChat: 'hanlin.newChat',
  showLog: 'hanlin.showLog',
  stop: 'hanlin.stop',
} as const;
