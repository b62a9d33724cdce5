export type Desktop = {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
};

/** Whether a person sits before this machine who would see a browser come up. */
export function hasDesktop({ platform, environment, isTerminal }: Desktop): boolean {
  if (!isTerminal || environment['SSH_CONNECTION'] !== undefined) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']);
}
