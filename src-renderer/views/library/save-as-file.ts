/** Has the browser save a text as a file of this name, as for a link that was pressed. */
export function saveAsFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the content over once the press is through.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
