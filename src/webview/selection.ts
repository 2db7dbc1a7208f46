/** Whether anything in an element is selected. To change what is selected would end the selection. */
export function isSelected(root: HTMLElement): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(root);
}
