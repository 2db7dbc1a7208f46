/** Earlier instructions that contain what is typed, in any case, but are not the same. */
export function fittingInstructions(recent: readonly string[], typed: string): string[] {
  const wanted = typed.toLowerCase();
  return recent.filter((one) => one !== typed && one.toLowerCase().includes(wanted));
}
